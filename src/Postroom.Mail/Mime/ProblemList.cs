namespace Postroom.Mail.Mime;

/// <summary>What was wrong with a message, each kind once, at most a hundred.</summary>
sealed class ProblemList
{
    const int Most = 100;
    readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string problem)
    {
        if (_all.Count < Most && !_all.Contains(problem)) _all.Add(problem);
    }
}
