//! Work that is parted among the processors of the computer, its results in the order of what was asked.

use std::thread;

/// More hands than these would stand in each other's way.
const MOST: usize = 8;
/// Pieces below this number are not worth a thread.
const FEW: usize = 8;

/// What `work` makes of stretches of `items`, which lie one behind the other.
pub fn each<T: Send, R: Send>(mut items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let hands = hands(items.len());
    if hands == 1 {
        return items.into_iter().map(work).collect();
    }
    let size = items.len().div_ceil(hands);
    let mut shares = Vec::new();
    while items.len() > size {
        shares.push(items.split_off(items.len() - size));
    }
    let work = &work;
    thread::scope(|scope| {
        let all = |share: Vec<T>| share.into_iter().map(work).collect::<Vec<R>>();
        // The last shares were cut off first.
        let others: Vec<_> =
            shares.into_iter().map(|share| scope.spawn(move || all(share))).collect();
        let mut done = all(items);
        for other in others.into_iter().rev() {
            match other.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    })
}

fn hands(items: usize) -> usize {
    if items < FEW {
        return 1;
    }
    thread::available_parallelism().map_or(1, usize::from).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_what_was_asked() {
        for count in [0, 1, 7, 8, 9, 1_000] {
            let squares: Vec<usize> = (0..count).map(|number| number * number).collect();
            assert_eq!(each((0..count).collect(), |number| number * number), squares);
        }
    }
}
