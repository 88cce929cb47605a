//! What the rules of accountability look at, narrowed before it is read: open hazards with something in their
//! history, counts by community, premises that rounds have left out; and what persons have said to suggestions. The
//! units come first in the joins, as in `rounds`.

mod counted;
mod followed;
mod notices;
mod said;
mod unseen;
mod words;

pub use counted::{Counts, closed, found, kept, operating, operating_grids, past};
pub use followed::{
    Above, Rechecked, Relapse, Waiting, above, at_premises, eventful, not_put_right, rechecked,
    relapses, waiting,
};
pub use notices::{LateNotice, late_notices, notices_anew};
pub use said::{Beside, Said, beside, said, say, spoken_of, take_back};
pub use unseen::{
    SeenAgain, Unseen, UnseenBy, changed_seen_by, resumed, seen_again, unseen, unseen_by,
    unseen_ids, visited,
};
pub use words::{Whose, last_inspection, last_word};
