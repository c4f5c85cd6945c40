"""Learns the weights of `consult/redaction/tagging.py` from made texts.

    python -m bench.redaction.train [--all] [--check]

An averaged perceptron with a margin. It sees the contexts of `contexts/` and of two grammars,
each several times with other values (`wide`), and answers, questions and laws in which nobody is.
Without `--all` what `contexts/held.txt` says is left out, to choose by it. `--check` writes
nothing and says whether the file is what is learned: byte for byte, from this folder alone.
"""

import csv
import random
import sys
from collections import Counter
from pathlib import Path

from bench.redaction import corpus, others, wide
from bench.redaction.corpus import Text
from consult.redaction import reading, tagging, terms
from consult.redaction.folding import Folded
from consult.redaction.organisations import Pieces

HERE = Path(__file__).parent
LANE = 56
ROUNDS, MARGIN, TELLING_MARGIN = 4, 3, 5
BLIND = 0.2  # of the words are not shown, so that no context is learned by heart
LEAST, OFTEN = 10, 3  # a weight that is kept, and how often it was changed
LEARNED = (
    "learned.txt",
    "more.txt",
    "more2.txt",
    "more3.txt",
    "papers.txt",
    "night.txt",
    "plain.txt",
)
HELD, LAWS = "held.txt", "laws.txt"
FILE = terms.DATA / "weights.txt"
TAGS = {"姓名": 1, "称呼": 1, "单位": 2, "学校": 2, "地点": 3, "地址": 3}
PLACE = 3


def contexts(name: str) -> list[Text]:
    """The texts of others that are kept to learn from."""
    lines = (HERE / "contexts" / name).read_text(encoding="utf-8").splitlines()
    return [others.marked(line) for line in lines]


def texts(chance: random.Random, whole: bool) -> list[Text]:
    """What there is to learn from, in no order."""
    own = [text for name in LEARNED for text in contexts(name)] + (contexts(HELD) if whole else [])
    made = [*corpus.texts(500, 5), *others.texts("spoken", 400, 5), *others.texts("chats", 400, 5)]
    result = [wide.varied(text, chance) for text in own for _ in range(5)] + own
    result += [wide.varied(text, chance) for text in made] + made[::4]
    result += wide.mixed(result, 800, chance)
    plain = [*_column("answers", "answer"), *_column("asked", "question")]
    result += [Text(text, ()) for text in plain]
    result += contexts(LAWS)
    chance.shuffle(result)
    return result


def _column(table, name):
    path = HERE.parent / "questions" / f"{table}.tsv"
    with path.open(encoding="utf-8") as lines:
        return [row[name] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def seen(text: Text):
    """The tokens of a text and their tags."""
    folded = Folded(text.text)
    row = tagging.tokens(Pieces(folded.text, reading.read(folded.text)))
    tags = bytearray(len(text.text))
    for span in text.spans:
        tags[span.start : span.end] = bytes([TAGS.get(span.kind, 0)]) * (span.end - span.start)
    gold = []
    for token in row:
        places = folded.places[token.start : token.end]
        tag = Counter(tags[place] for place in places).most_common(1)[0][0]
        gold.append(0 if tag == PLACE and token.word in terms.of("cities") else tag)
    return row, gold


class Learner:
    """Weights that change when a token is judged wrongly, and the sum of what they were."""

    def __init__(self, chance):
        self.chance = chance
        self.weights: dict[str, int] = {}
        self.sums: dict[str, int] = {}
        self.changes: Counter[str] = Counter()
        self.time = 0
        self.wrong = 0

    def learn(self, row, gold):
        right = iter(
            tag for token, tag in zip(row, gold, strict=True) if not tagging.is_never(token)
        )
        row = [self._dimmed(token) for token in row]
        tagging.judged(row, lambda features: self._judge(features, next(right)))

    def _dimmed(self, token):
        if tagging.is_never(token) or self.chance.random() > BLIND:
            return token
        return token._replace(word="?")

    def _judge(self, features, right):
        self.time += 1
        cut = self.chance.randrange(len(features) - 1)
        features = features[:cut] + features[cut + 3 :]
        get = self.weights.get
        total = BASE + sum(get(feature, 0) for feature in features)
        scores = [(total >> (LANE * at)) & ((1 << LANE) - 1) for at in range(4)]
        best = max(range(4), key=scores.__getitem__)
        margin = TELLING_MARGIN if right else MARGIN
        rival = max((at for at in range(4) if at != right), key=scores.__getitem__)
        if scores[right] - scores[rival] < margin:
            self.wrong += best != right
            change = (1 << (LANE * right)) - (1 << (LANE * rival))
            self.changes.update(features)
            for feature in features:
                self.weights[feature] = get(feature, 0) + change
                self.sums[feature] = self.sums.get(feature, 0) + change * self.time
        return best

    def averaged(self):
        """Of each feature, the mean weight of each tag against that of none."""
        for feature, weight in self.weights.items():
            if self.changes[feature] < OFTEN:
                continue
            mean = lanes(weight * self.time - self.sums[feature])
            yield feature, [(one - mean[0]) / self.time for one in mean[1:]]


BASE = sum(1 << (LANE * at + LANE - 1) for at in range(4))


def lanes(packed):
    total = packed + BASE
    half = 1 << (LANE - 1)
    return [((total >> (LANE * at)) & ((1 << LANE) - 1)) - half for at in range(4)]


def learned(whole: bool, share: int = 1) -> str:
    """The file of weights, the same each time; of every so many texts only one, for tests."""
    chance = random.Random(20)
    examples = [seen(text) for text in texts(chance, whole)[::share]]
    learner = Learner(chance)
    print(len(examples), sum(len(row) for row, _ in examples), file=sys.stderr, flush=True)
    for _ in range(ROUNDS):
        chance.shuffle(examples)
        learner.wrong = 0
        for row, gold in examples:
            learner.learn(row, gold)
        print(learner.wrong, len(learner.weights), file=sys.stderr, flush=True)
    lines = []
    for feature, weights in learner.averaged():
        row = [round(8 * weight) for weight in weights]
        if max(map(abs, row)) >= LEAST and "\t" not in feature and "\n" not in feature:
            lines.append("\t".join([feature, *map(str, row)]))
    return "\n".join(sorted(lines)) + "\n"


def main(arguments: list[str]) -> int:
    """Write the weights, or with --check say whether they are those of the file."""
    weights = learned("--all" in arguments)
    if "--check" not in arguments:
        FILE.write_text(weights, encoding="utf-8")
        return 0
    same = weights == FILE.read_text(encoding="utf-8")
    print("与文件逐字节相同。" if same else "与文件不同。")
    return not same


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
