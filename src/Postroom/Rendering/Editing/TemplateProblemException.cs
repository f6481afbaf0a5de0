namespace Postroom.Rendering.Editing;

/// <summary>A template that cannot be used, with the place.</summary>
/// <param name="problem">What is wrong.</param>
public sealed class TemplateProblemException(TemplateProblem problem) : FormatException(problem?.ToString())
{
    /// <summary>What is wrong, in words for people.</summary>
    public TemplateProblem Problem { get; } = problem;
}
