using System.Buffers;
using System.Text;

namespace Postroom.Mail.Smtp.Client.Wire;

/// <summary>What must never be shown, and the mask for it. Servers have been seen to repeat a login in their refusal.</summary>
sealed class Secrets
{
    const string Mask = "***";

    // Eight characters of base64 are enough to know ours again where a server cuts its echo short.
    const int Base64Start = 8;

    static readonly SearchValues<char> Base64Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    readonly List<string> _plain = [];
    readonly List<string> _base64 = [];

    public Secrets(SmtpCredentials? credentials)
    {
        if (credentials is null) return;

        AddPlain(credentials.Password);
        AddResponse(Encoding.UTF8.GetBytes(credentials.Password));
        AddResponse(Encoding.UTF8.GetBytes($"\0{credentials.UserName}\0{credentials.Password}"));
        if (credentials.UserName.Length > Base64Start) AddResponse(Encoding.UTF8.GetBytes(credentials.UserName));
    }

    /// <summary>Remembers what is about to be said in a SASL exchange.</summary>
    public void AddResponse(ReadOnlySpan<byte> response)
    {
        if (!response.IsEmpty) Add(_base64, Convert.ToBase64String(response));
    }

    public void AddPlain(string secret)
    {
        if (secret.Length == 0) return;

        Add(_plain, secret);
        Add(_plain, ReplyText.Show(Encoding.UTF8.GetBytes(secret)));
    }

    public Reply Scrub(Reply reply)
    {
        if (_plain.Count == 0 && _base64.Count == 0) return reply;

        List<string>? scrubbed = null;
        for (var i = 0; i < reply.Lines.Count; i++)
        {
            var line = Scrub(reply.Lines[i]);
            if (scrubbed is null && ReferenceEquals(line, reply.Lines[i])) continue;
            scrubbed ??= [.. reply.Lines];
            scrubbed[i] = line;
        }

        return scrubbed is null ? reply : reply with { Lines = scrubbed };
    }

    public string Scrub(string text)
    {
        foreach (var secret in _plain) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        foreach (var secret in _base64) text = ScrubBase64(text, secret);
        return text;
    }

    static string ScrubBase64(string text, string secret)
    {
        var start = secret.Length <= Base64Start ? secret.TrimEnd('=') : secret[..Base64Start];
        int at;
        while ((at = text.IndexOf(start, StringComparison.Ordinal)) >= 0)
        {
            var length = text.AsSpan(at).IndexOfAnyExcept(Base64Alphabet) is var end and >= 0 ? end : text.Length - at;
            text = string.Concat(text.AsSpan(0, at), Mask, text.AsSpan(at + length));
        }

        return text;
    }

    // Longest first, so that no secret is torn by one it contains.
    static void Add(List<string> secrets, string secret)
    {
        if (secrets.Contains(secret)) return;
        secrets.Add(secret);
        secrets.Sort((one, other) => other.Length.CompareTo(one.Length));
    }
}
