use super::*;
use crate::text::tokenize;

fn targets(text: &str) -> Targets {
    read(Phrase::new(text, &tokenize(text)))
}

fn named(name: &str) -> Target {
    Target::Name(name.to_owned())
}

#[test]
fn each_way_to_refer_to_tasks() {
    for (text, expected) in [
        ("task 3", vec![Target::Id(3)]),
        ("#3", vec![Target::Id(3)]),
        ("number three", vec![Target::Id(3)]),
        (
            "3, 5 and 7",
            vec![Target::Id(3), Target::Id(5), Target::Id(7)],
        ),
        (
            "tasks 3-5",
            vec![Target::Id(3), Target::Id(4), Target::Id(5)],
        ),
        ("the second one", vec![Target::Nth(2)]),
        ("the last one", vec![Target::Last]),
        ("first and last", vec![Target::Nth(1), Target::Last]),
        ("that", vec![Target::It]),
        ("the milk one", vec![named("milk")]),
        ("my task called \"The Gym\"", vec![named("The Gym")]),
        ("\"5\"", vec![named("5")]),
        ("3 and the gym task", vec![Target::Id(3), named("gym")]),
        ("the task", vec![Target::It]),
        ("99999999999999999999", vec![named("99999999999999999999")]),
    ] {
        assert_eq!(targets(text), Targets::Each(expected), "{text}");
    }
}

#[test]
fn names_with_and_may_be_one_task() {
    let parts = vec![named("milk"), named("eggs")];
    assert_eq!(
        targets("milk and eggs"),
        Targets::Either {
            whole: "milk and eggs".to_owned(),
            parts
        }
    );
}

#[test]
fn sets_of_tasks() {
    let shown = |part| Targets::Shown {
        part,
        except: Vec::new(),
    };
    assert_eq!(targets("all of them"), shown(Part::All));
    assert_eq!(targets("the first two"), shown(Part::First(2)));
    assert_eq!(targets("last 3 tasks"), shown(Part::Last(3)));
    let except = vec![named("gym")];
    assert_eq!(
        targets("them except gym"),
        Targets::Shown {
            part: Part::All,
            except
        }
    );
    assert!(matches!(targets("everything"), Targets::All { .. }));
    assert!(matches!(targets("completed tasks"), Targets::All { .. }));
    assert_eq!(targets("  "), Targets::Nothing);
}
