//! PDFs as the program writes them, signed and examined: what is good, and every way it is not.

use crate::key::P12Key;
use crate::samples::{Identity, Purpose, png};
use crate::{
    Changes, Covers, KeyKind, KeyRefused, NotSigned, Roots, SealPicture, Signing, Standing,
    Verdict, Verification, sign, time_stamp, verify,
};
use chrono::{DateTime, Duration, FixedOffset, Utc};
use gongkai_layout::samples::{sample, shipped};
use gongkai_layout::{PageOptions, Seal, Signer};
use gongkai_model::form::Forms;
use lopdf::dictionary;
use std::sync::OnceLock;
use zeroize::Zeroizing;

const VALID: (i64, i64) = (-10, 400);

fn printed(options: &PageOptions) -> Vec<u8> {
    gongkai_export::print(&sample(), &Forms::official(), options, &shipped()).unwrap().pdf
}

/// With the line for the person in charge.
fn report() -> Vec<u8> {
    static REPORT: OnceLock<Vec<u8>> = OnceLock::new();
    let options = PageOptions { seal: Seal::Space, signature_line: true, ..PageOptions::default() };
    REPORT.get_or_init(|| printed(&options)).clone()
}

fn office() -> Identity {
    Identity::authority("青铜县政务服务根证书", KeyKind::P256)
}

fn now() -> DateTime<FixedOffset> {
    Utc::now().with_timezone(&FixedOffset::east_opt(8 * 3600).unwrap())
}

fn signed_as(pdf: &[u8], who: &Identity, signer: Signer) -> Result<Vec<u8>, NotSigned> {
    let fonts = shipped();
    let signing = Signing {
        signer,
        now: now(),
        reason: "2026年度报告定稿",
        seal: None,
        fonts: &fonts,
        time_stamps: None,
    };
    sign(pdf, &mut who.key(), &signing)
}

fn trusting(roots: &[&Identity]) -> Roots {
    let mut trusted = Roots::default();
    roots.iter().for_each(|root| assert!(trusted.add(root.certificate.der())));
    trusted
}

fn examined(pdf: &[u8], roots: &[&Identity]) -> Verification {
    verify(pdf, &trusting(roots), Utc::now()).unwrap()
}

fn signer_of(root: &Identity, kind: KeyKind) -> Identity {
    root.issues("青铜县市场监督管理局", kind, Purpose::Signing, VALID)
}

#[test]
fn every_kind_of_key_signs_and_the_signature_is_good() {
    for kind in [KeyKind::Rsa, KeyKind::P256, KeyKind::Sm2] {
        let root = Identity::authority("青铜县政务服务根证书", kind);
        let signed = signed_as(&report(), &signer_of(&root, kind), Signer::Organ).unwrap();
        assert!(signed.starts_with(&report()), "what was there stays as it is");
        let found = examined(&signed, &[&root]);
        assert_eq!(found.verdict(), Verdict::Valid, "{kind:?}: {found:?}");
        let [one] = &found.signatures[..] else { panic!() };
        assert_eq!((one.field.as_str(), one.covers), ("organ", Covers::Whole));
        assert_eq!((one.signer.as_str(), one.changes), ("青铜县市场监督管理局", Changes::None));
        assert_eq!(one.reason, "2026年度报告定稿");
        assert!((one.time.unwrap() - now()).abs() < Duration::minutes(5));
        assert!(!one.time_stamped && one.standing == Standing::Trusted);
    }
}

#[test]
fn the_file_without_a_signature_has_its_fields_and_one_piece_of_a_table_of_objects() {
    for (signature_line, fields) in [(false, 1), (true, 2)] {
        let options = PageOptions { signature_line, ..PageOptions::default() };
        let pdf = printed(&options);
        assert!(pdf == printed(&options), "the same report gives the same bytes");
        let text = String::from_utf8_lossy(&pdf);
        assert_eq!(text.matches("/FT/Sig").count(), fields);
        let table = text.rsplit_once("\nxref\n").unwrap().1;
        let heads = table.lines().take_while(|line| *line != "trailer");
        assert_eq!(heads.filter(|line| line.trim_end().len() < 18).count(), 1);
        let found = examined(&pdf, &[]);
        assert_eq!(found.verdict(), Verdict::Unsigned);
    }
}

#[test]
fn a_second_signature_leaves_the_first_good() {
    let root = office();
    let person = root.issues("青县长", KeyKind::P256, Purpose::Signing, VALID);
    let first = signed_as(&report(), &signer_of(&root, KeyKind::P256), Signer::Organ).unwrap();
    let both = signed_as(&first, &person, Signer::Person).unwrap();
    let found = examined(&both, &[&root]);
    assert_eq!(found.verdict(), Verdict::Valid, "{found:?}");
    let [one, other] = &found.signatures[..] else { panic!() };
    assert_eq!((one.covers, one.changes), (Covers::Part, Changes::FormFilling));
    assert_eq!((other.covers, other.changes), (Covers::Whole, Changes::None));
    assert_eq!((one.field.as_str(), other.field.as_str()), ("organ", "person"));
    for signer in Signer::ALL {
        assert_eq!(signed_as(&both, &person, signer).unwrap_err(), NotSigned::Signed);
    }
}

#[test]
fn whatever_is_changed_is_noticed() {
    let root = office();
    let signed = signed_as(&report(), &signer_of(&root, KeyKind::P256), Signer::Organ).unwrap();
    let verdict = |pdf: &[u8]| examined(pdf, &[&root]).verdict();
    // A byte of a stream, of the metadata, and of the signature's own dictionary.
    let title = signed.windows(10).position(|part| part == b"<dc:title>").unwrap();
    let reason = signed.windows(7).rposition(|part| part == b"/Reason").unwrap();
    let form = signed.windows(9).position(|part| part == b"/AcroForm").unwrap();
    let table = signed.windows(9).rposition(|part| part == b"startxref").unwrap();
    for at in [title + 40, reason + 12, report().len() / 2, form + 3, table + 2, 12] {
        let mut changed = signed.clone();
        changed[at] ^= 1;
        assert_eq!(verdict(&changed), Verdict::Changed, "byte {at}");
    }
    for appended in [&b"\n"[..], b"% more", b"\nstartxref\n0\n%%EOF\n"] {
        let found = examined(&[&signed, appended].concat(), &[&root]);
        assert_eq!(found.verdict(), Verdict::Changed, "{appended:?}");
        assert_eq!(found.signatures[0].covers, Covers::Part);
        assert!(found.signatures[0].intact);
    }
    assert!(signed_as(&[&signed, &b"% more"[..]].concat(), &root, Signer::Person).is_err());
}

/// Appends what an editor of PDFs would.
fn updated(pdf: &[u8], change: impl FnOnce(&mut lopdf::IncrementalDocument)) -> Vec<u8> {
    let file = lopdf::Document::load_mem(pdf).unwrap();
    let version = file.version.clone();
    let mut update = lopdf::IncrementalDocument::create_from(pdf.to_vec(), file);
    update.new_document.version = version;
    change(&mut update);
    let mut out = Vec::new();
    update.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_page_swapped_or_a_note_added_after_signing_is_a_change() {
    let root = office();
    let signed = signed_as(&report(), &signer_of(&root, KeyKind::P256), Signer::Organ).unwrap();
    let swapped = updated(&signed, |update| {
        let pages: Vec<_> = update.get_prev_documents().page_iter().collect();
        let second = update.get_prev_documents().get_object(pages[1]).unwrap().clone();
        update.new_document.set_object(pages[0], second);
    });
    let noted = updated(&signed, |update| {
        let page = update.get_prev_documents().page_iter().next().unwrap();
        let mut page_now = update.get_prev_documents().get_dictionary(page).unwrap().clone();
        let note = update.new_document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "FreeText", "Rect" => vec![0.into(), 0.into(), 9.into(), lopdf::Object::from(9)],
        });
        page_now.set("Annots", vec![note.into()]);
        update.new_document.set_object(page, page_now);
    });
    for changed in [swapped, noted] {
        let found = examined(&changed, &[&root]);
        assert_eq!(found.verdict(), Verdict::Changed);
        let [one] = &found.signatures[..] else { panic!() };
        assert_eq!((one.intact, one.changes), (true, Changes::Other));
        let person = root.issues("青县长", KeyKind::P256, Purpose::Signing, VALID);
        let refused = signed_as(&changed, &person, Signer::Person).unwrap_err();
        assert_eq!(refused, NotSigned::Changed);
    }
}

#[test]
fn a_field_that_another_program_adds_for_its_signature_is_no_change() {
    let root = office();
    let signed = signed_as(&report(), &signer_of(&root, KeyKind::P256), Signer::Organ).unwrap();
    let kind = |name: &str| lopdf::Object::Name(name.as_bytes().to_vec());
    let with_field = |field: &str| {
        updated(&signed, |update| {
            let before = update.get_prev_documents().clone();
            let page = before.page_iter().next().unwrap();
            let added = update.new_document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => kind(field),
                "T" => lopdf::text_string("另一个"), "P" => page,
            });
            let mut page_now = before.get_dictionary(page).unwrap().clone();
            page_now.set("Annots", vec![added.into()]);
            update.new_document.set_object(page, page_now);
            let root = before.trailer.get(b"Root").unwrap().as_reference().unwrap();
            let mut catalog = before.catalog().unwrap().clone();
            let form = catalog.get_mut(b"AcroForm").unwrap().as_dict_mut().unwrap();
            form.get_mut(b"Fields").unwrap().as_array_mut().unwrap().push(added.into());
            update.new_document.set_object(root, catalog);
            let info = before.trailer.get(b"Info").unwrap().as_reference().unwrap();
            let mut described = before.get_dictionary(info).unwrap().clone();
            described.set("ModDate", lopdf::text_string("D:20270121090000Z"));
            update.new_document.set_object(info, described);
        })
    };
    let changes = |pdf: &[u8]| examined(pdf, &[&root]).signatures[0].changes;
    assert_eq!(changes(&with_field("Sig")), Changes::FormFilling);
    assert_eq!(changes(&with_field("Tx")), Changes::Other, "a field of text is a change");
    let renamed = updated(&signed, |update| {
        let before = update.get_prev_documents().clone();
        let info = before.trailer.get(b"Info").unwrap().as_reference().unwrap();
        let mut described = before.get_dictionary(info).unwrap().clone();
        described.set("Title", lopdf::text_string("另一份年报"));
        update.new_document.set_object(info, described);
    });
    assert_eq!(changes(&renamed), Changes::Other);
}

#[test]
fn a_signature_that_covers_less_than_it_seems_is_no_signature() {
    let root = office();
    let signed = signed_as(&report(), &signer_of(&root, KeyKind::P256), Signer::Organ).unwrap();
    let at = signed.windows(12).rposition(|part| part == b"/ByteRange[0").unwrap();
    let end = at + signed[at..].iter().position(|byte| *byte == b']').unwrap();
    let said = String::from_utf8(signed[at..=end].to_vec()).unwrap();
    let numbers: Vec<usize> =
        said[11..said.len() - 1].split_whitespace().map(|n| n.parse().unwrap()).collect();
    for (place, by) in [(1, -2), (1, 2), (2, 2), (3, -40), (3, 40)] {
        let mut other = numbers.clone();
        other[place] = other[place].saturating_add_signed(by);
        let other = other.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let other = format!("/ByteRange[{other}]");
        let mut changed = signed.clone();
        let room = &mut changed[at..=end + 3];
        if other.len() > room.len() {
            continue;
        }
        room[..other.len()].copy_from_slice(other.as_bytes());
        room[other.len()..].fill(b' ');
        assert_eq!(examined(&changed, &[&root]).verdict(), Verdict::Changed, "{other}");
    }
}

#[test]
fn certificates_that_are_unknown_expired_or_revoked_are_named_so() {
    let (root, stranger) = (office(), office());
    let soon = root.issues("青铜县市场监督管理局", KeyKind::P256, Purpose::Signing, (-10, 20));
    let signed = signed_as(&report(), &soon, Signer::Organ).unwrap();
    let later = Utc::now() + Duration::days(60);
    let standing = |pdf: &[u8], roots: &Roots, at| {
        let found = verify(pdf, roots, at).unwrap();
        assert_eq!(found.verdict() == Verdict::Valid, {
            found.signatures[0].standing == Standing::Trusted
        });
        assert!(found.signatures[0].sentence().ends_with('。'));
        (found.verdict(), found.signatures[0].standing)
    };
    let known = trusting(&[&root]);
    assert_eq!(standing(&signed, &known, Utc::now()), (Verdict::Valid, Standing::Trusted));
    let expired = (Verdict::Untrusted, Standing::Expired);
    assert_eq!(standing(&signed, &known, later), expired);
    assert_eq!(standing(&signed, &known, Utc::now() - Duration::days(20)), expired);
    // A root of the same name is another one.
    let unknown = (Verdict::Untrusted, Standing::Unknown);
    assert_eq!(standing(&signed, &trusting(&[&stranger]), Utc::now()), unknown);
    assert_eq!(standing(&signed, &Roots::default(), Utc::now()), unknown);
    let mut with_list = known.clone();
    assert!(with_list.add(&root.revokes(&[&soon])));
    let revoked = (Verdict::Untrusted, Standing::Revoked);
    assert_eq!(standing(&signed, &with_list, Utc::now()), revoked);
    // A list of somebody else's says nothing.
    let mut with_other_list = known.clone();
    with_other_list.add(&stranger.revokes(&[&soon]));
    assert_eq!(standing(&signed, &with_other_list, Utc::now()).1, Standing::Trusted);
    // Who trusts the signer's own certificate needs no root.
    assert_eq!(standing(&signed, &trusting(&[&soon]), Utc::now()).1, Standing::Trusted);
    assert!(!Roots::default().add(b"no certificate"));
}

#[test]
fn a_certificate_signed_by_one_that_is_no_authority_is_unknown() {
    let root = office();
    let clerk = root.issues("某科员", KeyKind::P256, Purpose::Signing, VALID);
    let forged = clerk.issues("青铜县市场监督管理局", KeyKind::P256, Purpose::Signing, VALID);
    let signed = signed_as(&report(), &forged, Signer::Organ).unwrap();
    let found = examined(&signed, &[&root]);
    assert_eq!(found.verdict(), Verdict::Untrusted);
    assert_eq!(found.signatures[0].standing, Standing::Unknown);
}

#[test]
fn a_certificate_that_may_not_sign_signs_nothing() {
    let root = office();
    let refused = |purpose, dates| {
        let who = root.issues("青铜县市场监督管理局", KeyKind::P256, purpose, dates);
        match signed_as(&report(), &who, Signer::Organ).unwrap_err() {
            NotSigned::Key(refused) => refused,
            other => panic!("{other}"),
        }
    };
    assert!(matches!(refused(Purpose::Signing, (-400, 30)), KeyRefused::Expired { .. }));
    assert!(matches!(refused(Purpose::Signing, (30, 30)), KeyRefused::NotYet { .. }));
    assert!(matches!(refused(Purpose::Encrypting, VALID), KeyRefused::Usage(_)));
}

#[test]
fn files_of_keys_open_with_their_password_alone() {
    let who = signer_of(&office(), KeyKind::P256);
    for (modern, password) in
        [(true, "正确的密码"), (false, "正确的密码"), (true, "a b"), (false, "")]
    {
        let file = who.p12(password, modern);
        let open = |password: &str| P12Key::open(&file, &Zeroizing::new(password.to_owned()));
        assert!(open(password).is_ok(), "{modern} {password}");
        for wrong in ["错的密码", "正确的密码 "] {
            assert_eq!(open(wrong).err(), Some(KeyRefused::Password), "{modern} {wrong}");
        }
    }
    let file = who.p12("密码", true);
    let password = Zeroizing::new("密码".to_owned());
    for damaged in [&file[..file.len() / 2], b"", b"no keys", &report()] {
        assert_eq!(P12Key::open(damaged, &password).err(), Some(KeyRefused::NotAFile));
    }
}

#[test]
fn what_is_no_pdf_of_ours_is_not_signed() {
    let who = signer_of(&office(), KeyKind::P256);
    let refused = |pdf: &[u8], signer| signed_as(pdf, &who, signer).unwrap_err();
    let document = gongkai_model::document::Document {
        blocks: vec![gongkai_model::document::Block::Paragraph(
            gongkai_model::document::Paragraph::new(
                gongkai_model::document::Role::Body,
                "别的文件",
            ),
        )],
        ..Default::default()
    };
    let other =
        gongkai_export::print_document(&document, "", &PageOptions::default(), &shipped()).unwrap();
    assert_eq!(refused(&other.pdf, Signer::Organ), NotSigned::NotOurs);
    assert_eq!(refused(&printed(&PageOptions::default()), Signer::Person), NotSigned::NoLine);
    assert_eq!(refused(b"%PDF-1.7 and nothing else", Signer::Organ), NotSigned::Damaged);
    assert_eq!(refused("一封信".as_bytes(), Signer::Organ), NotSigned::Damaged);
    assert!(verify(b"", &Roots::default(), Utc::now()).is_err());
}

#[test]
fn the_seal_stands_in_the_field_and_the_report_reads_as_before() {
    let who = signer_of(&office(), KeyKind::P256);
    let seal = SealPicture::read(&png(120, 120, ::png::ColorType::Rgba), 42.0).unwrap();
    let fonts = shipped();
    let forms = Forms::official();
    for turned in [false, true] {
        let pdf = if turned { printed(&PageOptions::default()) } else { report() };
        let signing = Signing {
            signer: Signer::Organ,
            now: now(),
            reason: "定稿",
            seal: Some(&seal),
            fonts: &fonts,
            time_stamps: None,
        };
        let signed = sign(&pdf, &mut who.key(), &signing).unwrap();
        let read = |pdf: &[u8]| gongkai_read::report(pdf, "年报.pdf", &forms).unwrap().report;
        assert!(read(&signed) == read(&pdf));
    }
}

#[test]
fn a_time_stamp_vouches_for_the_time_where_its_service_is_trusted() {
    let (root, times) = (office(), Identity::authority("时间戳根证书", KeyKind::P256));
    let service = times.issues("时间戳服务", KeyKind::P256, Purpose::TimeStamping, VALID);
    let who = root.issues("青铜县市场监督管理局", KeyKind::P256, Purpose::Signing, (-10, 20));
    let fonts = shipped();
    let stamped = |service: &Identity| {
        let answers = |signature: &[u8]| {
            let answer = service.answers(&time_stamp::request(signature));
            time_stamp::token(&answer, signature)
        };
        let signing = Signing {
            signer: Signer::Organ,
            now: now(),
            reason: "",
            seal: None,
            fonts: &fonts,
            time_stamps: Some(&answers),
        };
        sign(&report(), &mut who.key(), &signing)
    };
    let signed = stamped(&service).unwrap();
    let later = Utc::now() + Duration::days(60);
    let at = |roots: &[&Identity]| verify(&signed, &trusting(roots), later).unwrap();
    let found = at(&[&root, &times]);
    assert_eq!(
        found.verdict(),
        Verdict::Valid,
        "it was signed while the certificate held: {found:?}"
    );
    assert!(found.signatures[0].time_stamped);
    assert_eq!(found.signatures[0].time_authority.as_deref(), Some("时间戳服务"));
    let found = at(&[&root]);
    assert_eq!(found.signatures[0].standing, Standing::Expired, "nobody trusted says when");
    assert!(!found.signatures[0].time_stamped);
    // A certificate for other purposes stamps no times.
    let other = times.issues("别的服务", KeyKind::P256, Purpose::Signing, VALID);
    assert!(matches!(stamped(&other), Err(NotSigned::TimeStamp(_))));
}
