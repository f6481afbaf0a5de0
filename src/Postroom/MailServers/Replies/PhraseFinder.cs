namespace Postroom.MailServers.Replies;

/// <summary>
/// Finds which of some hundred phrases stand in a text, in one walk over it whatever their number (Aho and Corasick,
/// 1975). Letters match without regard to case, and a typographic apostrophe is an apostrophe.
/// </summary>
sealed class PhraseFinder
{
    readonly byte[] _letterOf = new byte[128];
    readonly int _letters;
    readonly ushort[] _next;
    readonly int[][] _endsAt;

    /// <summary>Makes the finder.</summary>
    /// <param name="phrases">The phrases: ASCII, lower case, each once. Their places are their numbers.</param>
    public PhraseFinder(IReadOnlyList<string> phrases)
    {
        Count = phrases.Count;
        _letters = NumberLetters(phrases);
        var nodes = phrases.Sum(phrase => phrase.Length) + 1;
        _next = new ushort[nodes * _letters];
        var ends = new List<int>[nodes];
        var used = Plant(phrases, ends);
        LinkFailures(ends, used);
        _endsAt = [.. ends.Take(used).Select(found => found?.ToArray() ?? [])];
        Array.Resize(ref _next, used * _letters);
    }

    /// <summary>How many phrases there are.</summary>
    public int Count { get; }

    /// <summary>The phrases that stand in a text.</summary>
    public PhraseSet Find(string text)
    {
        var found = new PhraseSet(Count);
        var node = 0;
        foreach (var c in text)
        {
            var letter = c < 128 ? _letterOf[c] : c == '\u2019' ? _letterOf['\''] : 0;
            node = letter == 0 ? 0 : _next[(node * _letters) + letter];
            foreach (var phrase in _endsAt[node]) found.Add(phrase);
        }

        return found;
    }

    // Letter 0 is every character that no phrase has: it leads back to the start.
    int NumberLetters(IReadOnlyList<string> phrases)
    {
        byte count = 1;
        foreach (var c in phrases.SelectMany(phrase => phrase).Distinct())
        {
            if (c >= 128 || char.IsAsciiLetterUpper(c)) throw new FormatException($"A phrase in replies.json has the character {c}: only lower-case ASCII is found.");
            _letterOf[c] = count;
            _letterOf[char.ToUpperInvariant(c)] = count++;
        }

        return count;
    }

    int Plant(IReadOnlyList<string> phrases, List<int>[] ends)
    {
        var used = 1;
        for (var number = 0; number < phrases.Count; number++)
        {
            var node = 0;
            foreach (var c in phrases[number])
            {
                ref var next = ref _next[(node * _letters) + _letterOf[c]];
                if (next == 0) next = checked((ushort)used++);
                node = next;
            }

            (ends[node] ??= []).Add(number);
        }

        return used;
    }

    // Breadth first: where a phrase breaks off, the walk goes on in the longest other phrase whose beginning was just read.
    void LinkFailures(List<int>[] ends, int used)
    {
        var fallback = new ushort[used];
        var waiting = new Queue<int>();
        for (var letter = 1; letter < _letters; letter++)
            if (_next[letter] != 0) waiting.Enqueue(_next[letter]);
        while (waiting.TryDequeue(out var node))
        {
            if (ends[fallback[node]] is { } also) (ends[node] ??= []).AddRange(also);
            for (var letter = 1; letter < _letters; letter++)
            {
                ref var next = ref _next[(node * _letters) + letter];
                var instead = _next[(fallback[node] * _letters) + letter];
                if (next == 0)
                {
                    next = instead;
                }
                else
                {
                    fallback[next] = instead;
                    waiting.Enqueue(next);
                }
            }
        }
    }
}
