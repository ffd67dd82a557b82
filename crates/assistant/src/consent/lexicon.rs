//! The words by which people ask, in the languages that are known here. A word that ends in `*` stands for all words
//! that begin so; words of scripts without spaces are looked for inside a text.
//!
//! A language that is missing here costs a question now and then, and nothing else.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::words::is_unspaced;

/// What a word asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    Add,
    Complete,
    Update,
    Delete,
    /// To be told something.
    Read,
    /// Nothing: thanks and greetings.
    Nothing,
    /// To write something: what it says is the assistant's to find.
    Compose,
    /// The opposite of what follows.
    Not,
    /// The opposite of all that stands beside it.
    NotAtAll,
}

type Table = &'static [(&'static [Ask], &'static str)];

/// What each word may ask for; the words are separated by spaces.
#[rustfmt::skip]
const ASKING: Table = &[
    // English.
    (&[Ask::Add], "add adds adding added create creates creating remember forget append insert new jot"),
    (&[Ask::Add, Ask::Update], "remind reminds reminder schedule"),
    (&[Ask::Update, Ask::Add], "put set make save store repeat duplicate copy"),
    (&[Ask::Add, Ask::Compose], "plan planning split brainstorm generate draft suggest break turn convert import extract"),
    (&[Ask::Complete], "complete completes completed completing finish finished finishing done did tick ticked untick uncheck unchecked reopen reopened accomplish*"),
    (&[Ask::Complete, Ask::Update], "mark marks marked marking close closed"),
    (&[Ask::Complete, Ask::Delete], "cross crossed strike archive archived anymore longer"),
    (&[Ask::Complete, Ask::Update, Ask::Delete, Ask::Add], "undo undone revert restore"),
    (&[Ask::Update], "update updates updated updating change changes changed changing rename renamed renaming retitle move moves moved moving postpon* reschedul* shift push bump delay delayed defer deferred snooze edit edited editing modif* adjust swap switch prioriti* deprioriti* tag tagged untag label assign replace raise lower start"),
    (&[Ask::Update, Ask::Compose], "rewrite reword rephrase translate shorten expand improve fix correct elaborate detail"),
    (&[Ask::Update, Ask::Delete], "remove removes removed removing clear cleared clearing cancel* drop dropped"),
    (&[Ask::Delete], "delete deletes deleted deleting deletion empty kill erase erased erasing trash rid scrap discard wipe purge nuke ditch dump"),
    (&[Ask::Read], "list show shows display see view find search look read tell give what what's whats which who who's whose why where when how any sum summari* explain describe count check print overview recap review open compare"),
    (&[Ask::Nothing], "thanks thank thx cheers hello hi hey bye goodbye"),
    (&[Ask::Not], "don't dont never not cannot can't won't shouldn't mustn't doesn't didn't haven't"),
    // German.
    (&[Ask::Add], "hinzufügen füge hinzu notiere anlegen lege erstelle erstellen trage eintragen neue neuen"),
    (&[Ask::Add, Ask::Update], "erinnere erinner plane"),
    (&[Ask::Update, Ask::Add], "setze setz"),
    (&[Ask::Complete], "erledigt erledige erledigen abhaken hake abgehakt fertig abschließen geschafft"),
    (&[Ask::Complete, Ask::Update], "markiere markieren"),
    (&[Ask::Update], "ändere ändern verschieb* umbenennen benenne aktualisier* verleg* bearbeite bearbeiten"),
    (&[Ask::Update, Ask::Delete], "entferne entfernen streiche streichen"),
    (&[Ask::Delete], "lösche löschen lösch gelöscht"),
    (&[Ask::Read], "zeige zeig zeigen liste suche suchen finde welche welcher welches wann wie wer wo warum fasse zusammenfass* erkläre"),
    (&[Ask::Nothing], "danke hallo tschüss"),
    (&[Ask::NotAtAll], "nicht kein keine keinen niemals"),
    // French.
    (&[Ask::Add], "ajoute ajouter ajoutez crée créer créez nouvelle"),
    (&[Ask::Add, Ask::Update], "rappelle rappelez planifie"),
    (&[Ask::Update, Ask::Add], "mets mettre"),
    (&[Ask::Complete], "termine terminer terminé terminée termin* coche cocher fini finis fait faite"),
    (&[Ask::Complete, Ask::Update], "marque marquer"),
    (&[Ask::Update], "modifie modifier change changer déplace déplacer renomme renommer reporte reporter décale décaler"),
    (&[Ask::Update, Ask::Delete], "enlève enlever retire retirer annule annuler"),
    (&[Ask::Delete], "supprime supprimer supprimez efface effacer"),
    (&[Ask::Read], "montre montrer affiche afficher liste cherche trouve quoi quel quelle quels quelles qu'est quand comment combien résume résumer"),
    (&[Ask::Nothing], "merci bonjour"),
    (&[Ask::NotAtAll], "pas jamais"),
    // Spanish.
    (&[Ask::Add], "añade añadir agrega agregar crea crear apunta nueva"),
    (&[Ask::Add, Ask::Update], "recuérdame recuerda programa"),
    (&[Ask::Update, Ask::Add], "pon poner"),
    (&[Ask::Complete], "completa completar completada terminar terminada termina hecho hecha hice"),
    (&[Ask::Complete, Ask::Update], "marca marcar"),
    (&[Ask::Update], "cambia cambiar mueve mover renombra renombrar aplaza aplazar actualiza actualizar pospón posponer"),
    (&[Ask::Update, Ask::Delete], "quita quitar cancela cancelar"),
    (&[Ask::Delete], "elimina eliminar borra borrar"),
    (&[Ask::Read], "muestra muéstrame mostrar lista busca buscar encuentra qué cuál cuáles cuándo cómo cuántas resume resumir"),
    (&[Ask::Nothing], "gracias hola"),
    (&[Ask::Not], "nunca"),
    // Italian and Portuguese.
    (&[Ask::Add], "aggiungi aggiungere adiciona adicionar adicione criar"),
    (&[Ask::Add, Ask::Update], "ricordami lembra lembre"),
    (&[Ask::Complete], "completare fatto fatta finito concluir concluída conclui feito feita"),
    (&[Ask::Complete, Ask::Update], "segna"),
    (&[Ask::Update], "sposta spostare rinomina modifica modificare muda mudar altera alterar move mova renomeia adia adiar"),
    (&[Ask::Update, Ask::Delete], "rimuovi togli remove remova remover"),
    (&[Ask::Delete], "cancella cancellare elimina apaga apagar exclui excluir exclua"),
    (&[Ask::Read], "mostra mostrami elenca cerca trova cosa quali quando mostre procura procure quais quantas riassumi resuma"),
    (&[Ask::Nothing], "grazie ciao obrigado obrigada olá"),
    (&[Ask::Not], "non não"),
    // Urdu and Hindi, in their scripts and in Latin letters.
    (&[Ask::Add], "شامل بنائیں بناؤ لکھیں लिखो जोड़ें जोड़ो बनाओ shamil likho banao jodo jama"),
    (&[Ask::Add, Ask::Update], "یاد याद yaad dalo daalo ڈالیں ڈالو"),
    (&[Ask::Complete], "مکمل ہوگیا ہوگئی पूरा हो hogaya hogayi mukammal khatam ختم poora"),
    (&[Ask::Update], "تبدیل بدلیں بدلو منتقل बदलो बदलें tabdeel badlo badal muntaqil"),
    (&[Ask::Update, Ask::Delete], "ہٹائیں ہٹاؤ ہٹا हटाओ हटाएं hatao hata nikalo"),
    (&[Ask::Delete], "حذف مٹائیں مٹاؤ مٹا ڈیلیٹ मिटाओ डिलीट hazf mitao mita"),
    (&[Ask::Read], "دکھائیں دکھاؤ دکھا کیا کون کونسے کب کتنے بتائیں بتاؤ خلاصہ दिखाओ दिखाएं क्या कब कौन बताओ dikhao dikha kya kaun kab kitne batao khulasa"),
    (&[Ask::Nothing], "شکریہ धन्यवाद shukriya salam"),
    (&[Ask::NotAtAll], "مت نہیں मत नहीं nahi nahin"),
    // Arabic.
    (&[Ask::Add], "أضف اضف إضافة أنشئ سجل"),
    (&[Ask::Add, Ask::Update], "ذكرني ضع"),
    (&[Ask::Complete], "أكمل اكمل أنهيت انتهيت منجز أنجزت مكتملة"),
    (&[Ask::Update], "غير غيّر عدل عدّل انقل أجل أجّل"),
    (&[Ask::Update, Ask::Delete], "أزل ازل"),
    (&[Ask::Delete], "احذف امسح حذف"),
    (&[Ask::Read], "اعرض أظهر أرني ما ماذا متى كم أي لخص لخّص ابحث"),
    (&[Ask::Nothing], "شكرا شكراً مرحبا"),
    (&[Ask::Not], "لا لم"),
    // Chinese and Japanese.
    (&[Ask::Add], "添加 增加 新增 加上 追加 加えて"),
    (&[Ask::Complete], "完成 做完 完了 終わった"),
    (&[Ask::Update], "修改 更改 改到 推迟 重命名 変更 移動 延期"),
    (&[Ask::Delete], "删除 删掉 刪除 削除 消して"),
    (&[Ask::Read], "显示 列出 什么 哪些 总结 查找 表示 見せて 教えて 何 要約"),
    (&[Ask::NotAtAll], "不要 别 しないで"),
];

/// Words that stand for one thing that was spoken of.
const PRONOUNS: &str = "it its that this other former latter same \
    es ihn dies diese ça celui celle eso esto questo isto isso اسے اس یہ وہ ise isay isko usko yeh woh इसे यह هذا هذه ذلك 它 这个 これ それ";

/// Words that count one thing out.
const PLACES: &str = "first second third fourth fifth sixth seventh eighth ninth tenth last latest top next previous bottom \
    1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th \
    erste ersten zweite zweiten dritte dritten letzte letzten premier première deuxième troisième dernier dernière \
    primero primera segundo segunda tercero tercera último última primo ultimo ultima terzo \
    پہلا پہلی دوسرا دوسری تیسرا تیسری آخری pehla pehli dusra dusri doosra teesra aakhri पहला दूसरा तीसरा الأول الأولى الثاني الثانية الأخير 第一 第二 第三 最后";

/// Words that stand for several things, or for all.
const SEVERAL: &str = "them these those they all everything every each both anything \
    alle alles beide tous toutes todas ambos tutti tutte tudo tutto entrambi سب تمام دونوں ساری سارے sab sare saari dono tamam सब सभी كل جميع الكل كلها 全部 所有 全て すべて";

/// Words for tasks as such: they stand for tasks where no name is beside them.
const TASKS: &str = "tasks items todos to-dos reminders ones list lists stuff things entries day week backlog chores rest others half few some couple two three four five overdue pending \
    aufgaben liste tâches tareas attività tarefas ٹاسک ٹاسکس کام فہرست kaam kaamon fehrist कार्य مهام المهام قائمة 任务 タスク";

/// Words for one task as such.
const TASK: &str =
    "task item todo to-do reminder one thing entry number aufgabe tâche tarea tarefa مهمة";

/// Words for what a task has.
const FIELDS: &str = "note notes tag tags label labels description detail details priority date dates deadline due time comment subtask high low urgent \
    notiz priorität datum frist priorité étiquette nota etiqueta prioridad fecha نوٹ ترجیح تاریخ";

/// Words that ask to be told something, and with which everyday tasks begin as well.
const ERRANDS: &str =
    "see view find search look read tell check print review open count compare describe";

/// Words with which a reply to a question agrees.
const YES: &str = "yes yep yeah yup ya sure ok okay k confirm confirmed correct exactly absolutely definitely please go continue proceed do both all \
    ja klar gerne mach weiter oui d'accord vas-y sí si claro dale vale sì va sim جی ہاں ٹھیک haan han jee ji theek हाँ हां ठीक نعم حسنا أجل 好 是 はい";

/// Words after which exceptions follow.
const EXCEPT: &str =
    "except but excluding außer sauf excepto menos tranne eccetto exceto سوائے siwaye إلا 除了";

/// Words between two requests.
const JOINING: &str = "and then also plus afterwards but und dann sowie et puis y luego e poi depois aur phir اور پھر और फिर ثم";

/// Words between a change and what it is taken from: "from the attached file".
const FROM: &str = "from in of out aus de da del dans se سے من";

/// What tasks can be taken from.
const SOURCES: &str = "attachment attachments attached file files image photo picture screenshot document pdf email mail message text letter page \
    anhang datei bild nachricht fichier pièce image archivo adjunto allegato anexo فائل تصویر ملف صورة";

/// Words before a request.
const LEAD_IN: &str = "please can could would will you ok okay hey hi so well now just yes yeah yep sure let's i i'd want need like to \
    bitte kannst könntest du peux pouvez tu vous puedes podrías";

/// Words with which a number is no task's.
const UNITS: &str = "week weeks month months year years day days hour hours minute minutes am pm o'clock uhr tag tage stunden heures horas \
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec \
    litres liters kg g euros dollars percent times pieces people";

/// Words of dates and times; they name no task.
const DATES: &str = "today tomorrow tonight yesterday monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun \
    january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec \
    week weeks weekend month months year years day days hour hours minute minutes morning afternoon evening night noon midnight am pm o'clock daily weekly monthly \
    heute morgen montag dienstag mittwoch donnerstag freitag samstag sonntag woche uhr tag tage demain aujourd'hui lundi mardi mercredi jeudi vendredi samedi dimanche semaine \
    hoy mañana lunes martes miércoles jueves viernes sábado domingo semana oggi domani amanhã hoje آج کل aaj kal आज कल اليوم غدا 今天 明天 今日 明日";

/// Words that say nothing of what is meant.
const FILLERS: &str = "a an the to of in on for from my me i i'm i've i'd i'll we our you your is are was were be been am will would can could should may might must shall \
    with at by as into onto about so just now already too very really please also off out up down over back again not no yes ok okay well if \
    has have had do does there here get got need want like let let's us or than until till before after around called named \
    der die das den dem ein eine einen zu von mit auf als für im am mir ich bitte un une des du de le la les à en sur pour mon ma mes moi que qui est s'il \
    el los las una por para con mi mis il lo gli di da al che per con mio os as um uma meu minha \
    کو کے کی کا میں سے پر ہے ہیں کر دو دیں کریں کرو ko ke ki ka mein se par hai hain kar do den karo karen को के की का में से है कर दो من في على إلى";

/// Words of which some end in `*`.
struct Words {
    whole: HashSet<&'static str>,
    beginnings: Vec<&'static str>,
}

impl Words {
    fn of<'a>(lists: impl IntoIterator<Item = &'a &'static str>) -> Self {
        let words = lists.into_iter().flat_map(|list| list.split_whitespace());
        let (beginnings, whole): (Vec<_>, Vec<_>) = words.partition(|word| word.ends_with('*'));
        Self {
            whole: whole.into_iter().collect(),
            beginnings: beginnings
                .into_iter()
                .map(|word| word.trim_end_matches('*'))
                .collect(),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.whole.contains(word) || self.beginnings.iter().any(|it| word.starts_with(it))
    }
}

static ASKING_WORDS: LazyLock<Vec<(&'static [Ask], Words)>> = LazyLock::new(|| {
    let words = |(asks, words): &(&'static [Ask], &'static str)| (*asks, Words::of([words]));
    ASKING.iter().map(words).collect()
});

/// Returns what a word may ask for, nothing if it is no such word; what it asks for first comes first.
pub(super) fn asks(word: &str) -> Vec<Ask> {
    let meant = ASKING_WORDS.iter().filter(|(_, words)| words.has(word));
    let asks = meant.flat_map(|(asks, _)| asks.iter().copied());
    asks.collect()
}

/// Returns what a text of a script without spaces asks for first.
pub(super) fn asks_within(text: &str) -> Vec<Ask> {
    let places = ASKING.iter().flat_map(|(asks, words)| {
        let words = words.split(' ').filter(|word| is_unspaced(word));
        words.filter_map(move |word| Some((text.find(word)?, *asks)))
    });
    let first = places.min_by_key(|(place, _)| *place);
    first.map(|(_, asks)| asks.to_vec()).unwrap_or_default()
}

/// Makes a function that says whether a word is in a list.
macro_rules! word_lists {
    ($($name:ident in $list:expr),+ $(,)?) => {
        $(
            pub(super) fn $name(word: &str) -> bool {
                static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(&$list));
                WORDS.has(word)
            }
        )+
    };
}

word_lists! {
    is_pronoun in [PRONOUNS],
    is_place in [PLACES],
    is_several in [SEVERAL],
    is_tasks in [TASKS],
    is_task in [TASK],
    is_field in [FIELDS],
    is_yes in [YES],
    is_except in [EXCEPT],
    is_joining in [JOINING],
    is_date in [DATES],
    is_errand in [ERRANDS],
    is_from in [FROM],
    is_source in [SOURCES],
    is_lead_in in [LEAD_IN],
    is_unit in [UNITS],
    says_nothing in [FILLERS, DATES, PRONOUNS, PLACES, SEVERAL, TASKS, TASK, EXCEPT, YES],
}

/// Returns whether a word may be part of a name: neither a filler, nor a date, nor a word that asks or refers.
pub(super) fn is_telling(word: &str) -> bool {
    let is_number = word.chars().all(char::is_numeric);
    !is_number && !says_nothing(word) && asks(word).is_empty()
}
