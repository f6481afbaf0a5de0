using System.Text;
using HandlebarsDotNet;
using Postroom.Rendering.Markup;

namespace Postroom.Rendering;

/// <summary>Handlebars as letters use it: values, the built-in blocks, and a few helpers that only format.</summary>
sealed class LetterEngine
{
    /// <summary>Names of the helpers of plain text, beside the built-in blocks.</summary>
    public static readonly string[] Helpers = ["lines", "indent", "quote", "short"];

    /// <summary>Names of the helpers of HTML.</summary>
    public static readonly string[] HtmlHelpers = ["lines", "markdown", "diff", "short"];

    readonly IHandlebars _handlebars;

    LetterEngine(ITextEncoder encoder)
    {
        _handlebars = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = encoder });
        _handlebars.RegisterHelper("short", Short);
    }

    /// <summary>For HTML: every value is escaped.</summary>
    public static LetterEngine Html { get; } = ForHtml();

    /// <summary>For subjects and plain text.</summary>
    public static LetterEngine Text { get; } = ForText();

    /// <summary>Compiles a template whose pieces have been put in.</summary>
    /// <param name="source">The template.</param>
    /// <param name="tags">How many tags it has.</param>
    /// <exception cref="HandlebarsException">It is no template.</exception>
    public CompiledTemplate Compile(string source, int tags) => new(_handlebars.Compile(new StringReader(source)), tags);

    static LetterEngine ForHtml()
    {
        var engine = new LetterEngine(new HtmlEncoding());
        engine.Register("lines", HtmlEncoding.Lines);
        engine.Register("markdown", MarkdownLetter.ToHtml);
        engine.Register("diff", DiffLines.ToHtml);
        return engine;
    }

    static LetterEngine ForText()
    {
        var engine = new LetterEngine(new NoEncoding());
        engine.Register("lines", text => text);
        engine.Register("indent", text => Prefixed(text, "    "));
        engine.Register("quote", text => Prefixed(text, "> "));
        return engine;
    }

    // A helper that gives text which is already what it has to be.
    void Register(string name, Func<string, string> write) =>
        _handlebars.RegisterHelper(name, (output, _, arguments) => output.WriteSafeString(write(Argument(arguments))));

    // {{short pr.title 80}}: at most so many characters.
    static void Short(EncodedTextWriter output, Context context, Arguments arguments)
    {
        var most = arguments.Length > 1 && arguments[1] is int length ? Math.Clamp(length, 2, 10_000) : 80;
        output.Write(CleanText.Cut(Argument(arguments), most));
    }

    static string Argument(Arguments arguments) => arguments.Length > 0 && arguments[0] is string text ? text : "";

    static string Prefixed(string text, string prefix)
    {
        if (text.Length == 0) return "";
        var lines = new StringBuilder(text.Length + 64);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (lines.Length > 0) lines.Append('\n');
            lines.Append(prefix).Append(line);
        }

        return lines.ToString();
    }
}

/// <summary>A template ready to run; any number of threads at once.</summary>
sealed class CompiledTemplate(HandlebarsTemplate<TextWriter, object, object> run, int tags)
{
    /// <summary>Writes a letter.</summary>
    /// <exception cref="RenderLimitException">It would cost more than a letter may.</exception>
    public string Run(Dictionary<string, object?> values, RenderMeter meter)
    {
        meter.Begin(tags);
        using var writer = new BoundedWriter();
        run(writer, values, null!);
        return writer.ToString();
    }
}
