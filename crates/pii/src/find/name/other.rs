//! Chinese and Korean names, where they introduce themselves.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:我叫|我的名字是|我是|姓名[:是] ?)([㐀-鿿]{2,4}?)(?:[，。,.!\n ]|$)|([㐀-鿿]{1,3})(?:先生|女士|小姐)[，,:]")
        .expect("the pattern is fixed and tested")
});

/// The most frequent Korean family names begin a name of three syllables.
const KOREAN_NAME: &str = "[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추][가-힣]{1,2}";

static KOREAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:이름은|성함은|성명:?|저는) ?({KOREAN_NAME}) ?(?:입니다|이라고|라고|이고|[,.\n]|$)|({KOREAN_NAME}) ?(?:님|씨|드림|올림)"
    ))
    .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &str, add: &mut impl FnMut(Range<usize>)) {
    if text.contains('我')
        || text.contains("姓名")
        || text.contains("先生")
        || text.contains("女士")
    {
        groups(&CHINESE, text, add);
    }
    if text.contains(['님', '씨', '는', '은', '림', '명']) {
        groups(&KOREAN, text, add);
    }
}

fn groups(pattern: &Regex, text: &str, add: &mut impl FnMut(Range<usize>)) {
    for captures in pattern.captures_iter(text) {
        for name in captures.iter().skip(1).flatten() {
            if !["고객", "회원", "담당"]
                .iter()
                .any(|word| name.as_str().starts_with(word))
            {
                add(name.range());
            }
        }
    }
}
