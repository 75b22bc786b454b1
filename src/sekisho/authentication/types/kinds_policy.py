"""Journal kinds of policies, their changes and emergencies."""

from sekisho.kernel.texts import Text

KINDS = {
    "authentication:policy:drafted": Text("認証方針の案を作りました", "A version of the policy was drafted"),
    "authentication:policy:reviewed": Text("認証方針の案を確認しました", "A version of the policy was reviewed"),
    "authentication:policy:signed": Text("認証方針を一人目が承認しました", "One person approved a version"),
    "authentication:policy:approved": Text("認証方針を二人目が承認しました", "Two people approved a version"),
    "authentication:policy:published": Text("認証方針を公表しました", "A version of the policy was published"),
    "authentication:policy:effective": Text("認証方針が施行されました", "A version of the policy came into force"),
    "authentication:policy:superseded": Text("認証方針が新しい版に代わりました", "A version was superseded"),
    "authentication:policy:withdrawn": Text("認証方針を取り下げました", "A version of the policy was withdrawn"),
    "authentication:sunset:drafted": Text("終了日の変更案を作りました", "A change of a factor's end was drafted"),
    "authentication:sunset:signed": Text("終了日の変更を一人目が承認しました", "One person approved a factor's end"),
    "authentication:sunset:approved": Text("終了日の変更を二人目が承認しました", "Two people approved a factor's end"),
    "authentication:sunset:published": Text("終了日の変更を公表しました", "A change of a factor's end was published"),
    "authentication:sunset:withdrawn": Text("終了日の変更を取り下げました", "A change of a factor's end was withdrawn"),
    "authentication:override:drafted": Text("緊急の緩和の案を作りました", "An emergency override was drafted"),
    "authentication:override:signed": Text("緊急の緩和を一人目が承認しました", "One person approved an override"),
    "authentication:override:approved": Text("緊急の緩和を二人目が承認しました", "Two people approved an override"),
    "authentication:override:ended": Text("緊急の緩和を終えました", "An emergency override was ended"),
    "authentication:override:examined": Text("緊急の緩和を振り返りました", "An emergency override was examined"),
    "authentication:override:withdrawn": Text("緊急の緩和を取り下げました", "An emergency override was withdrawn"),
}
