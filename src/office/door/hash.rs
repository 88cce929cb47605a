//! PBKDF2-HMAC-SHA256 (RFC 8018): what is kept of a password, and whether one is it.

use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;

use crate::{
    domain::password::ROUNDS,
    office::{Refusal, clock},
    store::passwords::Hashed,
};

const LENGTH: usize = 32;

pub fn make(secret: &str) -> Result<Hashed, Refusal> {
    let salt = clock::lots::<16>()?;
    Ok(Hashed {
        salt: salt.to_vec(),
        rounds: ROUNDS,
        hash: derived(secret, &salt, ROUNDS).to_vec(),
    })
}

/// Takes as long whatever is wrong with it.
pub fn is(secret: &str, kept: &Hashed) -> bool {
    let made = derived(secret, &kept.salt, kept.rounds);
    let differs = made.iter().zip(&kept.hash).fold(0, |differs, (a, b)| differs | (a ^ b));
    kept.hash.len() == LENGTH && differs == 0
}

fn derived(secret: &str, salt: &[u8], rounds: u32) -> [u8; LENGTH] {
    let mut hash = [0; LENGTH];
    pbkdf2_hmac::<Sha256>(secret.as_bytes(), salt, rounds, &mut hash);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first 32 bytes of RFC 7914 §11, and the vectors of RFC 6070 as they come out with SHA-256.
    #[test]
    fn the_published_vectors_come_out() {
        for (secret, salt, rounds, wanted) in [
            (
                "passwd",
                "salt",
                1,
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc",
            ),
            (
                "Password",
                "NaCl",
                80_000,
                "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56",
            ),
            (
                "password",
                "salt",
                1,
                "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b",
            ),
            (
                "password",
                "salt",
                2,
                "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43",
            ),
            (
                "password",
                "salt",
                4096,
                "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a",
            ),
        ] {
            let hash = derived(secret, salt.as_bytes(), rounds);
            let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, wanted, "{secret} {rounds}");
        }
    }

    #[test]
    fn only_the_password_itself_is_it_and_no_two_hashes_are_alike() {
        let (one, other) = (make("一个好密码，够长").unwrap(), make("一个好密码，够长").unwrap());
        assert!(one.hash != other.hash && one.salt != other.salt && one.rounds == ROUNDS);
        assert!(is("一个好密码，够长", &one) && is("一个好密码，够长", &other));
        assert!(!is("一个好密码，够长 ", &one) && !is("", &one));
        assert!(!is("", &Hashed { hash: Vec::new(), ..one }));
    }
}
