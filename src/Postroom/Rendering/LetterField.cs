using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Postroom.Rendering;

/// <summary>One value of a letter's model, as <c>model.json</c> describes it.</summary>
public sealed record LetterField
{
    /// <summary>What it is.</summary>
    public required LetterFieldType Type { get; init; }

    /// <summary>Whether a letter cannot be written without it. The default value is <see langword="false"/>.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it is what people wrote, and so is left out of letters in privacy mode. The default value is <see langword="false"/>.</summary>
    public bool Content { get; init; }

    /// <summary>The most characters, or for a list the most entries, that are kept; 0: the type's own limit.</summary>
    public int Max { get; init; }

    /// <summary>The values a choice may have; each is a flag of the same name in <c>…Is</c>.</summary>
    public IReadOnlyList<string> Choices { get => field ?? []; init; }

    /// <summary>The fields of an object, or of the entries of a list; empty: the entries are single lines.</summary>
    public IReadOnlyDictionary<string, LetterField> Fields { get => field ?? ReadOnlyDictionary<string, LetterField>.Empty; init; }

    /// <summary>What it means, in English.</summary>
    public string En { get => field ?? ""; init; }

    /// <summary>What it means, in Japanese.</summary>
    public string Ja { get => field ?? ""; init; }
}

/// <summary>What a value of a letter's model is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LetterFieldType>))]
public enum LetterFieldType
{
    /// <summary>One line of text; at most 200 characters unless the model says otherwise.</summary>
    Line = 0,

    /// <summary>Text of several lines; at most 4,000 characters unless the model says otherwise.</summary>
    Text = 1,

    /// <summary>An http or https address. Anything else is left out.</summary>
    Url = 2,

    /// <summary>One of a few words.</summary>
    Choice = 3,

    /// <summary>True or false.</summary>
    Flag = 4,

    /// <summary>A whole number.</summary>
    Number = 5,

    /// <summary>Several values under one name.</summary>
    Group = 6,

    /// <summary>Any number of entries; at most 100 unless the model says otherwise.</summary>
    List = 7,
}
