using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static System.FormattableString;

namespace Postroom.Accepting.Http;

/// <summary>Says of a body that cannot be read what is wrong with it, where, and what to write in its place.</summary>
static class JsonFaults
{
    const string NoText = "is no text: write it in quotes.";
    const string Mistyped = "could not be converted to ";

    /// <summary>The answer.</summary>
    /// <param name="fault">What the reader of JSON met.</param>
    /// <param name="start">The first bytes of the body.</param>
    /// <param name="fields">The refusal of a request whose fields are wrong.</param>
    public static IResult Answer(Exception fault, ReadOnlySpan<byte> start, Func<FieldProblems, IResult> fields)
    {
        if (BodyEncoding.Guess(start) is { } guess) return Problems.WrongEncoding(guess);
        if (IsHalfACharacter(fault))
        {
            return Problems.Body(
            $"The body has half a character{At(fault)}, such as \\ud83d without its other half: write whole characters.");
        }
        if (fault is not JsonException json)
        {
            return Problems.Body(
            "The body is no JSON that can be read: check how it is made.");
        }
        if (json.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            return Problems.Body(
                $"The body has a field twice{At(json)}: {json.Message.Split('\'') switch { [_, var name, ..] => name, _ => "one of them" }}. Write it once.");
        }
        return Wanted(json) is { } wanted ? fields(Field(json, wanted)) : Problems.Body(Words(json));
    }

    /// <summary>Whether reading JSON ends so, and not by a fault of ours.</summary>
    public static bool IsOne(Exception fault) => fault is JsonException || IsHalfACharacter(fault);

    static bool IsHalfACharacter(Exception fault) =>
        (fault as InvalidOperationException ?? fault.InnerException as InvalidOperationException)?.Message.Contains(
            "UTF-16", StringComparison.Ordinal) == true;

    static string At(Exception fault) => fault is JsonException { Path: { Length: > 0 } path } ? $" at {path}" : "";

    // The type that was wanted, as the reader names it.
    static string? Wanted(JsonException fault)
    {
        if (fault.InnerException?.Message.Contains("as a string", StringComparison.Ordinal) == true) return NoText;
        var at = fault.Message.IndexOf(Mistyped, StringComparison.Ordinal);
        if (at < 0 || fault.Path is not { Length: > 2 }) return null;
        var type = fault.Message[(at + Mistyped.Length)..];
        return type.Contains("List", StringComparison.Ordinal) || type.Contains("[]", StringComparison.Ordinal)
            ? "is no list: write it in square brackets, also for one, such as [\"a@example.org\"]."
            : type.StartsWith("System.String", StringComparison.Ordinal) ? NoText
            : type.Contains("Boolean", StringComparison.Ordinal) ? "is neither true nor false."
            : "is no object: write it in curly brackets.";
    }

    static FieldProblems Field(JsonException fault, string problem)
    {
        var problems = new FieldProblems();
        problems.Add(fault.Path!.TrimStart('$').TrimStart('.'), problem);
        return problems;
    }

    static string Words(JsonException fault) => Invariant(
        $"The body is no JSON of the right shape at {fault.Path ?? "$"}, line {(fault.LineNumber ?? 0) + 1}, byte {(fault.BytePositionInLine ?? 0) + 1}: check quotes, commas and the type of that field.");
}
