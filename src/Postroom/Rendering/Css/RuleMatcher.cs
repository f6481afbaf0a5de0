using AngleSharp.Css;
using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace Postroom.Rendering.Css;

/// <summary>Finds the rules of an element, with a bound on the whole work for one template.</summary>
sealed class RuleMatcher
{
    /// <summary>The most steps. The letters of the product take some 5,000.</summary>
    const int MaximumSteps = 200_000;

    /// <summary>Longer selectors, and those of more parts, stay in the style sheet: each part may be tried at every depth.</summary>
    const int MaximumLength = 200;

    const int MaximumParts = 4;

    readonly CssSelectorParser _parser = new();
    readonly List<InlineRule> _rules = [];
    int _steps;

    /// <summary>Adds a rule; false: its selector is none that can be inlined.</summary>
    public bool Add(string selector, IReadOnlyList<StyleDeclaration> declarations)
    {
        var parts = selector.Split([' ', '>', '+', '~', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (selector.Length > MaximumLength || parts.Length is 0 or > MaximumParts) return false;
        if (_parser.ParseSelector(selector) is not { } parsed) return true;
        // The last part is asked first: where it does not match, no ancestor is looked at.
        var last = parts.Length == 1 ? parsed : _parser.ParseSelector(parts[^1]) ?? parsed;
        _rules.Add(new InlineRule(parsed, last, parts.Length, parsed.Specificity, _rules.Count, declarations));
        return true;
    }

    /// <summary>The rules that match.</summary>
    /// <exception cref="RenderLimitException">There are too many rules for so many elements.</exception>
    public List<InlineRule> Matching(IElement element)
    {
        var found = new List<InlineRule>();
        foreach (var rule in _rules)
        {
            Step(1);
            if (!rule.Last.Match(element, null)) continue;
            if (rule.Parts > 1)
            {
                Step((int)Math.Pow(DepthOf(element), rule.Parts - 1));
                if (!rule.Selector.Match(element, null)) continue;
            }

            found.Add(rule);
        }

        Step(found.Sum(rule => rule.Declarations.Count));
        return found;
    }

    void Step(int count)
    {
        _steps += Math.Min(count, MaximumSteps + 1);
        if (_steps > MaximumSteps) throw new RenderLimitException("Template.TooManyRules", MaximumSteps);
    }

    static int DepthOf(IElement element)
    {
        var depth = 1;
        for (var parent = element.ParentElement; parent is not null; parent = parent.ParentElement) depth++;
        return depth;
    }
}

/// <summary>A selector with what it brings.</summary>
/// <param name="Selector">The selector.</param>
/// <param name="Last">Its last part alone.</param>
/// <param name="Parts">How many parts it has.</param>
/// <param name="Specificity">How strong it is.</param>
/// <param name="Order">Its place among the rules.</param>
/// <param name="Declarations">What it brings.</param>
sealed record InlineRule(
    ISelector Selector, ISelector Last, int Parts, Priority Specificity, int Order, IReadOnlyList<StyleDeclaration> Declarations);
