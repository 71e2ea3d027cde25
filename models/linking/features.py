"""How a query is like each text of a corpus: one number between 0 and 1 for each way of comparing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from models.linking.bridge import HeadBridge, WordBridge
from models.linking.compounds import CompoundSplitter
from models.linking.danish import SMALL, head_word, main_part, open_ended, plain, stem, trade, words
from models.linking.edits import Letters, edit_likeness, ends_alike
from models.linking.senses import SenseIndex, Senses
from models.linking.spaces import TokenSpace, grams
from models.linking.vectors import WordVectors

FEATURES = (
    "exact",  # the same words, case and signs apart
    "gram2",  # cosine of character n-grams of that length, within words
    "gram3",
    "gram4",
    "gram5",
    "words",  # cosine of words without inflection
    "parts",  # cosine of the parts of compounds
    "begins",  # share of letters that both begin with
    "ends",  # share of letters that both end with
    "edit",  # one less the share of letters to change; among the likeliest only
    "short",  # how much shorter the text is than the longest
    "label",  # the best gram4 among the labels of the text's sense
    "gloss",  # cosine with what is written about the sense
    "topic",  # the same by latent topics
    "bridge",  # share of the query's words that the dictionary leads to words of the text
    "back",  # share of the text's words that the query's words lead to
    "head_bridge",  # chance that the head's synonym is the text's head
    "joined",  # the heads mean the same, times the cosine of the other parts
    "vote",  # how much of what the query is like lies in the text's group of senses
    "wide",  # the text's sense has narrower senses
    "judged",  # likeness of the nearest judged text that the element was right for; the ranker fills it in
    "elsewhere",  # one less that likeness where the element was right for any judged text, else 0; likewise
    "judged_head",  # chance that what is right for a query with this head has the text's head, as judged; likewise
    "vector",  # cosine of word vectors, when such are given
)
"""Names of the comparisons, in the order of the columns."""
COLUMN = {name: number for number, name in enumerate(FEATURES)}

_Dense = NDArray[np.float32]


class Comparing:
    """Everything about a corpus that does not depend on the query, and the comparisons with some queries.

    Parameters
    ----------
    texts
        The different texts of the corpus.
    senses
        What is known to mean the same.
    vectors
        Word vectors from a local file.
    """

    def __init__(self, texts: Sequence[str], senses: Senses | None = None, vectors: WordVectors | None = None) -> None:
        self.texts = list(texts)
        labels = [] if senses is None else sorted({label for found in senses.labels for label in found})
        glosses = [] if senses is None else list(senses.glosses)
        everything = [*self.texts, *labels]
        self.splitter = CompoundSplitter().fit([*everything, *glosses])
        self._grams = {size: TokenSpace(grams(size)).fit(self.texts) for size in (2, 3, 4, 5)}
        self._by_gram = {size: csr_matrix(space.fitted_.T) for size, space in self._grams.items()}
        self._words = TokenSpace(lambda word: (stem(word),)).fit(self.texts)
        self._parts = TokenSpace(self._parts_of).fit(self.texts)
        self._by_word, self._by_part = csr_matrix(self._words.fitted_.T), csr_matrix(self._parts.fitted_.T)
        self._by_main = csr_matrix(self._grams[3].vectors([main_part(text) for text in self.texts]).T)
        heads = [head_word(text) for text in self.texts]
        self.heads = np.array([self.splitter.head(word) for word in heads], dtype=object)
        """What kind of thing each text names, without inflection [texts]."""
        self._by_rest = csr_matrix(self._parts.vectors([self._rest(text) for text in self.texts]).T)
        self._plain = np.array([plain(text) for text in self.texts], dtype=object)
        self._every = frozenset(self._plain.tolist())
        self._letters = Letters(self._plain.tolist())
        self._length = np.array([len(text) for text in self._plain], dtype=np.float32)
        self._vectors = vectors
        self._by_vector = None if vectors is None else vectors.of(self.texts).T.copy()
        self.index: SenseIndex | None = None
        if senses is not None:
            self.index = SenseIndex(senses, self.texts)
            self._label_space = TokenSpace(grams(4)).fit(self.index.labels)
            self._by_label = csr_matrix(self._label_space.fitted_.T)
            self._bridge = WordBridge(self._content).fit(senses.labels, self.texts)
            self._head_bridge = HeadBridge().fit(senses.labels, lambda label: self.splitter.head(head_word(label)))
            self._reached = _bags([self._content(text) for text in self.texts], self._bridge.targets_)

    def compare(
        self, queries: Sequence[str], most: int, also: Sequence[Sequence[int]] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The likeliest texts of each query, and how each is like it.

        Parameters
        ----------
        queries
            Texts to compare.
        most
            How many texts of each query at most, by letters; as many again by meaning when senses are known.
        also
            For each query places of texts to compare in any case.

        Returns
        -------
        tuple
            Places of the texts [n, m] and the comparisons float32 [n, m, features]. A text may stand twice.
        """
        read = [self._read(query) for query in queries]
        found: dict[str, _Dense] = {}
        for size in (2, 3, 4, 5):
            found[f"gram{size}"] = self._cosines(self._grams[size].vectors(read), self._by_gram[size])
        found["words"] = self._cosines(self._words.vectors(read), self._by_word)
        found["parts"] = self._cosines(self._parts.vectors(read), self._by_part)
        main = self._cosines(self._grams[3].vectors([main_part(query) for query in read]), self._by_main)
        found["joined"] = self._cosines(self._parts.vectors([self._rest(query) for query in read]), self._by_rest)
        heads = [head_word(query) for query in read]
        by_letters = found["gram3"] + found["gram4"] + found["parts"] + 0.5 * main
        if self._by_vector is not None and self._vectors is not None:
            found["vector"] = np.clip(self._vectors.of(read) @ self._by_vector, 0.0, 1.0)
            by_letters = by_letters + found["vector"]
        places = _largest(by_letters, most)
        if self.index is not None:
            by_meaning = self._by_meaning(read, found)
            places = np.concatenate([places, _largest(by_meaning, most)], axis=1)
        if also is not None:
            widest = max(map(len, also), default=0)
            more = [[*some, *places[row, : widest - len(some)]] for row, some in enumerate(also)]
            if widest <= places.shape[1]:
                places = np.concatenate([places, np.array(more, dtype=np.int64).reshape(len(queries), widest)], axis=1)
        features = np.zeros((*places.shape, len(FEATURES)), dtype=np.float32)
        for name, values in found.items():
            features[:, :, COLUMN[name]] = np.take_along_axis(values, places, axis=1)
        self._compare_letters(queries, read, heads, places, features)
        return places, features

    def _by_meaning(self, read: Sequence[str], found: dict[str, _Dense]) -> _Dense:
        index = self.index
        assert index is not None
        labels = index.from_labels(self._cosines(self._label_space.vectors(read), self._by_label))
        gloss, topic = index.gloss(read)
        found["label"], found["gloss"] = index.to_texts(labels), index.to_texts(gloss)
        found["vote"] = index.to_texts(index.votes(labels + gloss))
        found["topic"] = index.to_texts(np.maximum(topic, 0.0))
        content = [self._content(query) for query in read]
        bags = _bags(content, self._bridge.sources_)
        weights = np.array([self._weight(word) for word in self._bridge.sources_], dtype=np.float32)
        asked = csr_matrix(bags @ diags(weights))
        whole = [sum(self._weight(word) for word in dict.fromkeys(row)) or 1.0 for row in content]
        led = csr_matrix(diags(1.0 / np.array(whole, dtype=np.float32)) @ asked @ self._bridge.table_)
        found["bridge"] = np.minimum((led @ self._reached.T).toarray(), 1.0).astype(np.float32)
        heavy = np.array([self._weight(word) for word in self._bridge.targets_], dtype=np.float32)
        of_text = csr_matrix(self._reached @ diags(heavy))
        total = np.maximum(np.asarray(of_text.sum(axis=1)).ravel(), 1e-6)
        share = csr_matrix(diags((1.0 / total).astype(np.float32)) @ of_text)
        led_to = csr_matrix(bags @ self._bridge.table_)
        led_to.data = np.minimum(led_to.data, 1.0)
        found["back"] = np.minimum((led_to @ share.T).toarray(), 1.0).astype(np.float32)
        meaning = found["label"] + 2.0 * found["gloss"] + found["topic"] + found["bridge"] + found["back"]
        return np.asarray(meaning + 3.0 * found["vote"], dtype=np.float32)

    def _compare_letters(
        self,
        queries: Sequence[str],
        read: Sequence[str],
        heads: Sequence[str],
        places: NDArray[np.int64],
        features: NDArray[np.float32],
    ) -> None:
        whole = np.array([plain(query) for query in queries], dtype=object)
        trades = [plain(query) for query in read]
        letters = Letters(trades)
        text = self._plain[places]
        own = np.array([self.splitter.head(word) or None for word in heads], dtype=object)
        features[:, :, COLUMN["exact"]] = text == whole[:, None]
        length = np.array([len(query) for query in trades], dtype=np.float32)[:, None]
        longest = np.maximum(np.maximum(self._length[places], length), 1.0)
        features[:, :, COLUMN["short"]] = 1.0 - self._length[places] / longest
        begins, ends = ends_alike(letters, self._letters, places)
        features[:, :, COLUMN["begins"]], features[:, :, COLUMN["ends"]] = begins / longest, ends / longest
        near = features[:, :, COLUMN["gram3"]] + features[:, :, COLUMN["gram4"]]
        features[:, :, COLUMN["edit"]] = edit_likeness(letters, self._letters, places, near)
        if self.index is not None:
            features[:, :, COLUMN["wide"]] = self.index.wide[places]
            chance = self._head_bridge.chance_
            for n, head in enumerate(own):
                row = [chance.get((head, other), 0.0) for other in self.heads[places[n]]]
                features[n, :, COLUMN["head_bridge"]] = row
        # A synonym that a quarter of the labels use is as good as the word itself.
        synonym = np.minimum(4.0 * features[:, :, COLUMN["head_bridge"]], 1.0)
        features[:, :, COLUMN["joined"]] *= np.maximum(self.heads[places] == own[:, None], synonym)

    def head(self, query: str) -> str:
        """What kind of thing a query names, as `heads` says it of the texts; empty for a query without words."""
        return self.splitter.head(head_word(self._read(query)))

    def _read(self, query: str) -> str:
        """What a query is compared by: itself where the corpus has it word for word, else completed, and as a trade."""
        return query if plain(query) in self._every else trade(open_ended(query, self.splitter.split))

    def _rest(self, text: str) -> str:
        """The parts of a text without the head and the words that carry nothing; all of it where there is no more."""
        head = self.splitter.head(head_word(text))
        found = [part for part in self._content(text) if part != head]
        return " ".join(found)

    def _parts_of(self, word: str) -> list[str]:
        return [stem(part) for part in self.splitter.split(word)]

    def _content(self, text: str) -> list[str]:
        found = [stem(part) for word in words(text) if word not in SMALL for part in self.splitter.split(word)]
        return found or self.splitter.parts(text)

    def _weight(self, word: str) -> float:
        column = self._parts.columns_.get(word)
        return float(self._parts.idf_[column]) if column is not None else 6.0

    @staticmethod
    def _cosines(queries: csr_matrix, by_token: csr_matrix) -> _Dense:
        dense: _Dense = (queries @ by_token).toarray()
        return dense


def _bags(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> csr_matrix:
    found = [sorted({columns[word] for word in row if word in columns}) for row in rows]
    ends = np.cumsum([0, *map(len, found)])
    flat = np.array([place for row in found for place in row], dtype=np.int64)
    return csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(rows), max(len(columns), 1)))


def _largest(values: _Dense, most: int) -> NDArray[np.int64]:
    if most >= values.shape[1]:
        return np.broadcast_to(np.arange(values.shape[1]), values.shape).copy()
    return np.argpartition(-values, most - 1, axis=1)[:, :most].astype(np.int64)
