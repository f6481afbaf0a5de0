namespace Postroom.Rendering.Syntax;

/// <summary>One <c>{{…}}</c> of a template.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="End">Where it has ended.</param>
/// <param name="Name">The first word, such as <c>if</c> or <c>pr.title</c>; empty: none.</param>
/// <param name="Arguments">The words after it.</param>
sealed record TemplateTag(TagKind Kind, int Start, int End, string Name, IReadOnlyList<TagArgument> Arguments);

/// <summary>One word of a tag.</summary>
/// <param name="Key">The name in <c>name=value</c>; null: none.</param>
/// <param name="Value">The path, or the text without its quotes.</param>
/// <param name="IsText">Whether it was in quotes.</param>
/// <param name="Start">Where the value begins in the source, quotes included.</param>
/// <param name="End">Where it has ended.</param>
sealed record TagArgument(string? Key, string Value, bool IsText, int Start, int End);

/// <summary>What a tag does.</summary>
enum TagKind
{
    /// <summary><c>{{name}}</c> or <c>{{helper name}}</c>.</summary>
    Value,

    /// <summary><c>{{{name}}}</c> or <c>{{&amp;name}}</c>: without escaping, which no letter may have.</summary>
    Unescaped,

    /// <summary><c>{{! … }}</c>.</summary>
    Comment,

    /// <summary><c>{{#if name}}</c>.</summary>
    Open,

    /// <summary><c>{{else}}</c> or <c>{{^}}</c>.</summary>
    Else,

    /// <summary><c>{{/if}}</c>.</summary>
    Close,

    /// <summary><c>{{&gt; button}}</c>.</summary>
    Partial,

    /// <summary>It does not end, or is nothing that Handlebars knows.</summary>
    Broken,
}
