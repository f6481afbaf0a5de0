namespace Postroom.MailServers.Replies;

/// <summary>The numbers of the phrases that stand in a text.</summary>
/// <param name="count">How many phrases there are.</param>
readonly struct PhraseSet(int count)
{
    readonly ulong[] _bits = new ulong[(count + 63) / 64];

    /// <summary>Notes a phrase.</summary>
    public void Add(int phrase) => _bits[phrase >> 6] |= 1UL << (phrase & 63);

    /// <summary>Whether a phrase is there.</summary>
    public bool Has(int phrase) => (_bits[phrase >> 6] & (1UL << (phrase & 63))) != 0;

    /// <summary>Whether all of these are there.</summary>
    public bool HasAll(int[] phrases)
    {
        foreach (var phrase in phrases)
            if (!Has(phrase)) return false;
        return true;
    }

    /// <summary>Whether one of these is there.</summary>
    public bool HasAny(int[] phrases)
    {
        foreach (var phrase in phrases)
            if (Has(phrase)) return true;
        return false;
    }
}
