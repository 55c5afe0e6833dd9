#![allow(clippy::unwrap_used)]

use super::to_text;

fn text(html: &str) -> String {
    to_text(html).text.trim_matches('\n').to_owned()
}

#[test]
fn no_paragraph_is_broken() {
    let long = "山田太郎の注文番号は12345です。".repeat(500);
    assert_eq!(text(&format!("<p>{long}</p>")), long);
    let quoted = format!("<blockquote><p>{long}</p></blockquote>");
    assert_eq!(text(&quoted), format!("> {long}"));
    let cell = "山田太郎".repeat(200);
    let table = format!("<table><tr><td>a</td><td>{cell}</td></tr></table>");
    assert!(text(&table).contains(&cell));
}

#[test]
fn what_is_invisible_does_not_part_words() {
    for html in [
        "ta<wbr>ro@example.com",
        "ta&#8203;ro@example.com",
        "ta&shy;ro@example.com",
        "<b>ta</b>ro@<i>example</i>.com",
        "ta&#xfdd0;ro@example.com",
    ] {
        assert_eq!(text(html), "taro@example.com", "{html}");
    }
    assert_eq!(text("👨&#8205;👩&#8205;👧"), "👨\u{200d}👩\u{200d}👧");
}

/// Links of every scheme, wherever they stand, in one piece.
#[test]
fn no_address_and_no_number_is_torn() {
    let around = [
        ("<p>", "</p>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<table><tr><td>Label</td><td>", "</td></tr></table>"),
        ("<table><tr><td>1</td><td>", "</td><td>3</td></tr></table>"),
        (
            "<table width=100><tr><td><table><tr><td>",
            "</td></tr></table></td></tr></table>",
        ),
        ("<ul><li>", "</li></ul>"),
        ("<blockquote><div>", "</div></blockquote>"),
        ("<dl><dt>x</dt><dd>", "</dd></dl>"),
        ("<center><font>", "</font></center>"),
        ("<table><tr><th>", "</table>"),
    ];
    let links = [
        (
            "mailto:hanako@customer.example",
            "write to me",
            "<hanako@customer.example>",
        ),
        (
            "mailto:hanako@customer.example?subject=Hello%20there",
            "me",
            "<hanako@customer.example>",
        ),
        (
            "mailto:hanako%40customer.example",
            "me",
            "<hanako@customer.example>",
        ),
        ("tel:+819012345678", "call me", "<tel:+819012345678>"),
        ("sms:+819012345678", "text me", "<sms:+819012345678>"),
        (
            "https://shop.example/orders/51922?a=1&amp;b=2&amp;token=0123456789abcdef0123456789abcdef",
            "51922",
            "<https://shop.example/orders/51922?a=1&b=2&token=0123456789abcdef0123456789abcdef>",
        ),
        ("ftp://files.example/x", "files", "<ftp://files.example/x>"),
    ];
    for (before, after) in around {
        for (href, shown, expected) in links {
            let read = text(&format!("{before}<a href=\"{href}\">{shown}</a>{after}"));
            assert!(
                read.contains(&format!("{shown} {expected}")),
                "{before} {href}: {read}"
            );
        }
    }
}

#[test]
fn an_address_is_not_written_twice() {
    for (href, shown) in [
        ("mailto:hanako@customer.example", "hanako@customer.example"),
        (
            "mailto:Hanako@Customer.example?subject=x",
            "hanako@customer.example",
        ),
        ("tel:+819012345678", "090-1234-5678"),
        ("tel:090-1234-5678", "090 1234 5678"),
        ("https://shop.example/", "shop.example"),
        ("http://shop.example/a", "https://shop.example/a"),
        ("#top", "up"),
        ("javascript:x()", "press"),
        ("cid:1@x.y", "picture"),
        ("data:text/html;base64,xx", "data"),
    ] {
        assert_eq!(
            text(&format!("<a href='{href}'>{shown}</a>.")),
            format!("{shown}.")
        );
    }
}

#[test]
fn two_cells_are_a_label_and_its_value() {
    let rows = |rows: &[(&str, &str)]| {
        let rows: String = rows
            .iter()
            .map(|(label, value)| format!("<tr><td>{label}</td>\n<td>{value}</td></tr>\n"))
            .collect();
        text(&format!("<table border=1><tbody>{rows}</tbody></table>"))
    };
    assert_eq!(
        rows(&[
            ("Name", "Hanako"),
            ("Mail:", "<a href='mailto:h@x.example'>h@x.example</a>"),
            ("お名前", "花子"),
            ("ご用件：", "返品"),
            ("電話", ": 03")
        ]),
        "Name: Hanako\nMail: h@x.example\nお名前：花子\nご用件：返品\n電話：03"
    );
    // A spacer between them, a row in a row, a label of several words.
    for html in [
        "<table><tr><td>Your name</td><td>&nbsp;</td><td>Hanako</td></tr></table>",
        "<table><tr><td><b>Your</b> name<td><table><tr><td>Hanako</table></table>",
        "<table><tr><td width=9></td><td><p>Your name</p></td><td><p>Hanako</p></td></tr></table>",
    ] {
        assert_eq!(text(html), "Your name: Hanako", "{html}");
    }
    assert_eq!(
        text(
            "<table><tr><td>Item<td>Qty<td>Price<tr><td>Pen<td><td>100<tr><td>Ink<td>2<td>300</table>"
        ),
        "Item | Qty | Price\nPen: 100\nInk | 2 | 300"
    );
    // Columns of a layout stand one below the other.
    assert_eq!(
        text("<table><tr><td>One.<br>Two.</td><td>Three.<br>Four.</td></tr></table>"),
        "One.\nTwo.\nThree.\nFour."
    );
}

#[test]
fn what_is_struck_out_does_not_read_as_if_it_stood() {
    for html in [
        "<s>3</s> 5 pieces",
        "<strike>3</strike> 5 pieces",
        "<del>3</del> 5 pieces",
        "<span style='text-decoration:line-through'>3</span> 5 pieces",
        "<span style=\"color:red; TEXT-DECORATION: underline line-through\">3</span> 5 pieces",
        "<style>.old{text-decoration:line-through}</style><span class=old>3</span> 5 pieces",
        "<style>td .old, p{text-decoration-line:line-through}</style><table><tr><td><i class='a old'>3</i> 5 pieces</table>",
        "<font style='text-decoration: line-through;'><b>3</b></font> 5 pieces",
    ] {
        assert_eq!(text(html), "~~3~~ 5 pieces", "{html}");
    }
    assert_eq!(text("<s>one<br>two</s>three"), "~~one~~\n~~two~~three");
    assert_eq!(text("<s><p>one</p></s><p>two</p>"), "~~one~~\n\ntwo");
    assert_eq!(text("<s style='text-decoration:none'>kept</s>"), "kept");
    assert_eq!(text("20 m<sup>2</sup>, H<sub>2</sub>O"), "20 m², H₂O");
}

#[test]
fn what_a_style_hides_is_left_out() {
    for hidden in [
        "<div style='display:none'>pre</div>",
        "<div style='display:none !important;'>pre</div>",
        "<div style='DISPLAY: None'>pre</div>",
        "<span style='visibility:hidden'>pre</span>",
        "<span style='opacity:0'>pre</span>",
        "<span style='font-size:0px'>pre</span>",
        "<span style='font-size:1px;color:#fff;line-height:1px'>pre</span>",
        "<div style='max-height:0;overflow:hidden'>pre</div>",
        "<div style='mso-hide:all'>pre</div>",
        "<div style='position:absolute;left:-9999px'>pre</div>",
        "<div hidden>pre</div>",
        "<style>.p{display:none}</style><div class='x p'>pre</div>",
        "<style>#p{display:none}</style><div id=p>pre</div>",
        "<style>div.p > span{display:none}</style><div class=p><span>pre</span></div>",
        "<style>.w .p{display:none}</style><div class=w><b><i class=p>pre</i></b></div>",
        "<style>@media x{.q{display:block}} .p{display:none}</style><div class=p>pre</div>",
        "<template>pre</template>",
        "<!-- pre -->",
        "<title>pre</title>",
        "<script>pre</script>",
        "<!--[if mso]><p>pre</p><![endif]-->",
        "<p style='display:none'>pre<div>",
    ] {
        assert_eq!(text(&format!("{hidden}Hello")), "Hello", "{hidden}");
    }
    for shown in [
        // A usual trick of layouts, for the gaps between cells.
        "<div style='font-size:0'><div style='font-size:14px'>Hello</div></div>",
        "<style>@media (max-width:600px){.p{display:none}}</style><div class=p>Hello</div>",
        "<style>.p{display:none} div.p{display:block}</style><div class=p>Hello</div>",
        "<style>.p{display:none}</style><div class=p style='display:block'>Hello</div>",
        "<style>.q .p{display:none}</style><div class=p>Hello</div>",
        "<style>.q > .p{display:none}</style><div class=q><b><i class=p>Hello</i></b></div>",
        "<style>p:nth-child(1){display:none}</style><p>Hello</p>",
        "<div style='max-height:0'>Hello</div>",
        "<![if !mso]>Hello<![endif]>",
        // Never closed: all of it would be lost.
        "<div style='display:none'>Hello",
    ] {
        assert_eq!(text(shown), "Hello", "{shown}");
    }
}

/// What a selector of each kind hides, and what it does not.
#[test]
fn selectors_hide_what_they_mean_and_nothing_else() {
    for (selector, hidden) in [
        ("[data-x]", "<p data-x>pre</p>"),
        ("[data-x=y]", "<p data-x=y>pre</p>"),
        ("p[title='a, b']", "<p title='a, b'>pre</p>"),
        ("[lang|=en]", "<p lang=en-US>pre</p>"),
        ("[class~=\"x_p\"]", "<p class='a x_p'>pre</p>"),
        ("[class^=x_]", "<p class=x_p>pre</p>"),
        ("[class$=_p]", "<p class=x_p>pre</p>"),
        ("[class*=_]", "<p class=x_p>pre</p>"),
        ("[CLASS=X i]", "<p class=x>pre</p>"),
        ("a + p", "<a>Hello</a><p>pre</p>"),
        ("a+p", "<a>Hello</a><p>pre</p>"),
        ("a ~ p", "<a>Hello</a><i></i><b></b><p>pre</p>"),
        ("a~p", "<a>Hello</a><br><p>pre</p>"),
        ("a + i > p", "<a>Hello</a><i><p>pre</p></i>"),
        ("a + i p", "<a>Hello</a><i><b><p>pre</p></b></i>"),
        (
            "u + .body .q",
            "<u></u><div class=body><b class=q>pre</b>Hello</div>",
        ),
        ("div > br + p", "<div>Hello<br><p>pre</p></div>"),
        // Whichever is found first is not the one.
        ("i > b p", "<i><b><b><p>pre</p></b></b></i>Hello"),
        ("a + b ~ p", "<a>Hello</a><b></b><b></b><p>pre</p>"),
        ("* > .q", "<div><b class=q>pre</b>Hello</div>"),
        ("*[hide]", "<p hide>pre</p>Hello"),
        (".sm\\:hidden", "<p class='sm:hidden'>pre</p>"),
        ("p.a.b#c[d]", "<p class='b a' id=c d>pre</p>"),
        ("h9, [x=','], h8", "<p x=','>pre</p>"),
    ] {
        let html = format!("<style>{selector}{{display:none}}</style>{hidden}");
        let html = match hidden.contains("Hello") {
            true => html,
            false => html + "Hello",
        };
        let read = to_text(&html);
        assert_eq!(read.text.trim(), "Hello", "{html}");
        assert!(!read.simplified, "{html}");
    }
    for (selector, shown) in [
        ("[data-x]", "<p data-y>Hello</p>"),
        ("[data-x=y]", "<p data-x=z>Hello</p>"),
        ("[class^='']", "<p class=a>Hello</p>"),
        ("[class=X]", "<p class=x>Hello</p>"),
        ("a + p", "<a></a><i></i><p>Hello</p>"),
        ("a + p", "<p>Hello</p><a></a>"),
        ("a + p", "<div><a></a></div><p>Hello</p>"),
        ("a ~ p", "<i><a></a></i><p>Hello</p>"),
        ("i > p", "<i><b><p>Hello</p></b></i>"),
        ("u + .body .q", "<div class=body><b class=q>Hello</b></div>"),
        ("p:hover", "<p>Hello</p>"),
        ("p::before", "<p>Hello</p>"),
        ("p:first-line", "<p>Hello</p>"),
        ("a:not(.b) p", "<p>Hello</p>"),
        ("[x", "<p x>Hello</p>"),
        ("p >", "<p>Hello</p>"),
        ("> p", "<p>Hello</p>"),
    ] {
        let html = format!("<style>{selector}{{display:none}}</style>{shown}");
        let read = to_text(&html);
        assert_eq!(read.text.trim(), "Hello", "{html}");
        assert!(!read.simplified, "{html}");
    }
    // Perhaps: it is shown, and said.
    for selector in [
        "p:nth-child(2n+1)",
        "p:first-child",
        "p:not(.a, .b)",
        ":is(p, b)",
        "a ~ p:last-child",
    ] {
        let html = format!("<style>{selector}{{display:none}}</style><a></a><p>Hello</p>");
        let read = to_text(&html);
        assert_eq!(read.text.trim(), "Hello", "{html}");
        assert!(read.simplified, "{html}");
        // A rule that hides nothing leaves no doubt.
        let html = html.replace("display:none", "display:block");
        assert!(!to_text(&html).simplified, "{html}");
    }
}

#[test]
fn lists_blanks_and_lines_read_as_they_look() {
    for (html, expected) in [
        (
            "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
            "- a\n- b\n  - c\n- d",
        ),
        (
            "<ol start=3><li>a</li><li>b</li><li value=9>c</li></ol>",
            "3. a\n4. b\n9. c",
        ),
        ("a&nbsp;&nbsp;b", "a  b"),
        ("a \n\t b", "a b"),
        (
            "<p>\u{3000}お世話に\u{3000}なります</p>",
            "\u{3000}お世話に\u{3000}なります",
        ),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        (
            "<div>a</div><div>b</div><div><br></div><div>c</div>",
            "a\nb\n\nc",
        ),
        ("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
        ("<pre>a\n  b\n</pre>c", "a\n  b\n\nc"),
        ("a<hr>b", "a\n\n----------\n\nb"),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>c",
            "> a\n>\n> > b\n\nc",
        ),
        (
            "a<blockquote style='margin:0 0 0 40px; border: none; padding:0px'>b</blockquote>c",
            "a\n\nb\n\nc",
        ),
        (
            "a<blockquote type=cite style='border:none'>b</blockquote>",
            "a\n\n> b",
        ),
        (
            "a<blockquote style='border:none;border-left:1px solid #ccc'>b</blockquote>",
            "a\n\n> b",
        ),
        ("<ruby>山田<rt>やまだ</rt></ruby>", "山田(やまだ)"),
        ("<img alt=Logo src=x>text", "[Logo]text"),
        ("&lt;b&gt; &amp;amp; &#64; &#x3042;", "<b> &amp; @ あ"),
        ("a</p>b", "a\n\nb"),
        ("<b>a</i>b</b>c", "abc"),
        ("<p dir=rtl>שלום עולם</p>", "שלום עולם"),
        ("<bdo dir=rtl>moc.elpmaxe@orat</bdo>", "taro@example.com"),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn work_is_bounded_and_what_was_too_much_is_said() {
    let rules: String = (0..1900)
        .map(|n| format!("p{} p p p .x{{color:red;display:block}}", n % 3))
        .collect();
    let html = format!(
        "<style>{rules}</style>{}",
        "<p><b class=x>a</b>".repeat(4000)
    );
    let converted = to_text(&html);
    assert!(converted.simplified && converted.text.matches('a').count() == 4000);
    assert!(!to_text("<style>p{display:none}</style><p>a").simplified);
    let deep = format!("{}x{}y", "<div>".repeat(5000), "</div>".repeat(5000));
    assert_eq!(text(&deep), "x\ny");
    let long = to_text(&format!("<p>{}</p>", "word ".repeat(1000)).repeat(900));
    assert!(long.text.len() < 5_000_000 && long.text.ends_with("…\n"));
}

#[test]
fn what_comes_behind_too_many_tags_is_shown_without_them() {
    let html = format!(
        "{}{}<p>END</p>",
        "<div>".repeat(190),
        "a</i>".repeat(400_000)
    );
    let converted = to_text(&html);
    assert!(converted.simplified && converted.text.ends_with("END\n"));
}
