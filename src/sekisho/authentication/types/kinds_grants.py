"""Journal kinds of the provider, its tokens, keys and consents."""

from sekisho.kernel.texts import Text

KINDS = {
    "authentication:request:opened": Text("外部のサービスからの認証依頼を受けました", "A client asked for a login"),
    "authentication:request:refused": Text(
        "外部のサービスからの認証依頼を断りました", "A client's request for a login was refused"
    ),
    "authentication:code:issued": Text("外部のサービスに認証コードを渡しました", "A client was given a code"),
    "authentication:code:replayed": Text(
        "認証コードが再び使われたため、許可を取り消しました", "A code was used again; what came from it was revoked"
    ),
    "authentication:token:issued": Text("アクセストークンを発行しました", "An access token was issued"),
    "authentication:token:refused": Text("トークンの発行を断りました", "A token was refused"),
    "authentication:token:replayed": Text(
        "更新トークンが再び使われたため、許可を取り消しました",
        "A refresh token was used again; everything of its chain was revoked",
    ),
    "authentication:token:revoked": Text("アクセストークンを取り消しました", "An access token was revoked"),
    "authentication:access:refused": Text("APIの呼び出しを断りました", "A call of the API was refused"),
    "authentication:grant:ended": Text("外部のサービスへの許可を終了しました", "A client's grant was ended"),
    "authentication:consent:given": Text(
        "他社サービスの利用に同意しました", "Consent was given to another company's service"
    ),
    "authentication:consent:declined": Text(
        "他社サービスの利用に同意しませんでした", "Consent to another company's service was declined"
    ),
    "authentication:consent:revoked": Text(
        "他社サービスの利用の同意を取り消しました", "Consent to another company's service was taken back"
    ),
    "authentication:apikey:issued": Text("取引ツールの利用を許可しました", "A trading tool was allowed to use the API"),
    "authentication:apikey:revoked": Text("取引ツールの許可を取り消しました", "A trading tool's access was taken back"),
    "authentication:order:reserved": Text("取引ツールの注文を限度額に数えました", "An order of a tool was counted"),
    "authentication:order:refused": Text(
        "取引ツールの注文が限度を超えたため断りました", "An order of a tool was beyond its limits"
    ),
    "authentication:logout:queued": Text("ログアウトを連携先に知らせます", "Clients are to be told of a logout"),
    "authentication:logout:delivered": Text("ログアウトを連携先に知らせました", "A client was told of a logout"),
    "authentication:logout:undelivered": Text(
        "ログアウトを連携先に知らせることができませんでした", "A client could not be told of a logout"
    ),
    "authentication:login:program_refused": Text(
        "プログラムによる自動ログインを断りました", "A login by a program was refused"
    ),
    "authentication:bridge:begun": Text("外部の認証基盤での確認を始めました", "A login at another provider was begun"),
    "authentication:bridge:proved": Text("外部の認証基盤で本人を確認しました", "Another provider confirmed who it is"),
    "authentication:bridge:refused": Text(
        "外部の認証基盤からの結果を受け付けませんでした", "The answer of another provider was refused"
    ),
}
"""Each kind with the sentence people read."""
