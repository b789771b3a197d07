"""The words typed in the day of `leaking_day`, one for each field that a person writes into about somebody."""

WORDS = {
    "note": "canaryzebrafinch marmalade", "half a note": "canaryhalfway heron", "flag": "canaryquicksilver lighthouse",
    "decision": "canaryperiwinkle anvil", "outcome": "canaryoutcome juniper", "agenda": "canarytangerine cathedral",
    "hold": "canarysaffron driftwood", "search": "canaryquery walnut", "passphrase": "canarypassphrase nettle",
    "mistyped": "canarymistyped passphrase",
    "together": "canarytogether larch", "wishes": "canarywishes plover", "next step": "canarynextstep teasel",
    "remark": "canaryremark sorrel", "return": "canaryreturn linden", "addendum": "canaryaddendum rowan",
    "another addendum": "canarysecond hawthorn", "flag by mistake": "canarymistake yarrow",
    "withdrawal": "canarywithdrawal tansy", "handoff": "canaryhandoff bracken", "referral": "canaryreferral ibis",
    "for the helper": "canaryhelper curlew", "referral step": "canarystep dunlin", "rule": "canaryrule sandpiper",
    "contact": "canarycontact avocet", "corrected contact": "canarycorrected godwit", "letter": "canaryletter knot",
    "packet": "canarypacket whinchat",
    "disclosure": "canarydisclosure ruff", "substitute": "canarysubstitute whimbrel", "finding": "canaryfinding snipe",
    "mark": "canarymark bittern", "how I am": "canarywellbeing egret",
    "concern": "canaryconcern osprey", "put off": "canaryputoff alder", "remark on an item": "canaryaside hazel",
    "meeting outcome": "canarymeeting merlin", "meeting decision": "canarydecided kestrel",
    "practice": "canarypractice fieldfare", "signer": "canarysigner redwing", "scan": "canaryscan wheatear",
    "exception": "canaryexception siskin", "exit": "canaryexit linnet",
    "application": "canaryapplication larkspur", "applicant's word": "canaryword campion",
    "who recommends": "canaryrecommends vetch", "recommendation": "canarystrong lupine",
    "interview": "canaryinterview sorbus",
    "taken on": "canarytakenon maple", "added to minutes": "canaryminutes bittern",
}
"""Where -> what is typed there. The first word of each stands nowhere else: where it is found, somebody leaked it."""
PLANTED = "canaryplanted gooseberry"
FIRST = {where: words.split()[0] for where, words in WORDS.items()}
"""What is looked for."""
