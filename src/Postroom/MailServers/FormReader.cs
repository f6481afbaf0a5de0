using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>Reads each field of a form and gathers what is wrong with it.</summary>
sealed class FormReader(MailServerForm form)
{
    /// <summary>The longest text of a field, in characters; certificates have their own limit.</summary>
    public const int MaximumLength = 1_000;

    public List<SettingsProblem> Problems { get; } = [];

    public MailServerSettings Read()
    {
        var custom = ReadConfiguration() == MailServerChoice.Custom;
        var trust = new TrustFields(form, Problems);
        return new MailServerSettings
        {
            Configuration = custom ? MailServerChoice.Custom : MailServerChoice.Default,
            Preset = Text(nameof(form.Preset), form.Preset) is { Length: > 0 } preset ? preset : null,
            Host = ReadHost(custom),
            Port = ReadPort(),
            Security = ReadSecurity(),
            AddressFamily = ReadFamily(),
            Anonymous = ReadAnonymous(),
            UserName = Text(nameof(form.UserName), form.UserName),
            Mechanism = ReadMechanism(),
            SignIn = ReadSignIn(),
            Grant = ReadGrant(),
            TokenEndpoint = ReadTokenEndpoint(),
            ClientId = Text(nameof(form.ClientId), form.ClientId),
            Scope = Text(nameof(form.Scope), form.Scope),
            From = ReadFrom(custom),
            SenderName = Text(nameof(form.SenderName), form.SenderName),
            ReplyTo = ReadAddress(nameof(form.ReplyTo), form.ReplyTo),
            EnvelopeSender = ReadAddress(nameof(form.EnvelopeSender), form.EnvelopeSender),
            EhloName = ReadEhloName(),
            SubjectPrefix = Text(nameof(form.SubjectPrefix), form.SubjectPrefix),
            TrustedCertificates = ReadCertificates(),
            PinnedCertificate = trust.ReadPin(),
            Trust = trust.ReadMode(custom),
            ChosenCertificates = trust.ReadChosen(),
            Revocation = trust.ReadRevocation(),
            ClientCertificate = trust.ReadClient(),
        };
    }

    MailServerChoice ReadConfiguration()
    {
        var word = form.Configuration?.Trim() ?? "";
        if (word.Equals("custom", StringComparison.OrdinalIgnoreCase)) return MailServerChoice.Custom;
        if (!word.Equals("default", StringComparison.OrdinalIgnoreCase)) Add(nameof(form.Configuration), "Problem.Configuration.Unknown", Shown(word));
        return MailServerChoice.Default;
    }

    string ReadHost(bool custom)
    {
        const string field = nameof(form.Host);
        var typed = form.Host ?? "";
        if (typed.Length > MaximumLength) return TooLong(field);
        var host = HostNameRules.Normalize(typed);
        if (host.Length == 0)
        {
            if (custom) Add(field, "Problem.Host.Missing");
            return "";
        }

        if (HostNameRules.ProblemOf(host) is { } problem) Add(field, problem, Shown(host));
        return host;
    }

    int? ReadPort()
    {
        const string field = nameof(form.Port);
        var typed = form.Port ?? "";
        var text = typed.Length > MaximumLength ? TooLong(field) : HostNameRules.Normalize(typed);
        if (text.Length == 0) return null;
        if (!text.All(char.IsAsciiDigit))
        {
            Add(field, "Problem.Port.NotANumber", Shown(text));
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65_535) return port;
        Add(field, "Problem.Port.OutOfRange", Shown(text));
        return null;
    }

    ConnectionSecurity ReadSecurity()
    {
        if (SecurityNames.Parse(form.Security) is { } security) return security;
        Add(
            nameof(form.Security), "Problem.Security.Unknown", Shown(form.Security ?? ""),
            string.Join(", ", SecurityNames.All));
        return ConnectionSecurity.StartTls;
    }

    AddressFamily? ReadFamily()
    {
        var word = form.AddressFamily?.Trim() ?? "";
        if (IsOneOf(word, "", "auto")) return null;
        if (AddressFamilyNames.Parse(word) is { } family) return family;
        Add(nameof(form.AddressFamily), "Problem.AddressFamily.Unknown", Shown(word));
        return null;
    }

    bool ReadAnonymous()
    {
        var word = form.Anonymous?.Trim() ?? "";
        if (IsOneOf(word, "true", "on", "yes", "1")) return true;
        if (!IsOneOf(word, "false", "off", "no", "0", "")) Add(nameof(form.Anonymous), "Problem.Anonymous.Unknown", Shown(word));
        return false;
    }

    string? ReadMechanism()
    {
        var word = form.Mechanism?.Trim() ?? "";
        if (IsOneOf(word, "", "auto")) return null;
        var known = MailServerForm.Mechanisms.FirstOrDefault(mechanism => mechanism.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (known is null) Add(nameof(form.Mechanism), "Problem.Mechanism.Unknown", Shown(word), string.Join(", ", MailServerForm.Mechanisms));
        return known;
    }

    SignInKind ReadSignIn()
    {
        if (string.IsNullOrWhiteSpace(form.SignIn)) return SignInKind.Password;
        if (OAuthNames.ParseSignIn(form.SignIn) is { } known) return known;
        Add(nameof(form.SignIn), "Problem.SignIn.Unknown", Shown(form.SignIn), string.Join(", ", OAuthNames.SignIns));
        return SignInKind.Password;
    }

    GrantKind? ReadGrant()
    {
        if (string.IsNullOrWhiteSpace(form.Grant)) return null;
        var known = OAuthNames.ParseGrant(form.Grant);
        if (known is null)
            Add(nameof(form.Grant), "Problem.Grant.Unknown", Shown(form.Grant), string.Join(", ", OAuthNames.Grants));
        return known;
    }

    string ReadTokenEndpoint()
    {
        const string field = nameof(form.TokenEndpoint);
        var url = Text(field, form.TokenEndpoint);
        if (url.Length > 0 && OAuthRules.ProblemOfEndpoint(url) is { } problem) Add(field, problem, Shown(url));
        return url;
    }

    string ReadFrom(bool custom)
    {
        const string field = nameof(form.From);
        var from = ReadAddress(field, form.From);
        if (custom && string.IsNullOrWhiteSpace(form.From)) Add(field, "Problem.From.Missing");
        return from;
    }

    string ReadAddress(string field, string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0) return "";
        if (MailboxParser.ParseAddress(text) is not MailboxParse.Refused refused) return text;
        if (MailboxParser.Parse(text) is MailboxParse.Parsed parsed) Add(field, "Problem.Address.WithName", parsed.Mailbox.Address.ToString());
        else if (refused.Position >= text.Length) Add(field, "Problem.Address.Incomplete");
        else Add(field, "Problem.Address.Invalid", refused.Position + 1, Shown(text[refused.Position].ToString()));
        return "";
    }

    string ReadEhloName()
    {
        const string field = nameof(form.EhloName);
        var typed = form.EhloName ?? "";
        if (typed.Length > MaximumLength) return TooLong(field);
        var name = typed.Trim();
        if (name.Length == 0 || IsLiteral(name)) return name;
        var host = HostNameRules.Canonical(HostNameRules.Normalize(name));
        if (!name.StartsWith('[') && HostNameRules.ProblemOf(host) is null && !IPAddress.TryParse(host, out _)) return host;
        Add(field, "Problem.EhloName.Invalid", Shown(name));
        return "";
    }

    string ReadCertificates()
    {
        var pem = form.TrustedCertificates?.Trim() ?? "";
        Problems.AddRange(CertificateRules.Read(pem).Problems);
        return pem;
    }

    string Text(string field, string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length > MaximumLength) return TooLong(field);
        if (text.Any(char.IsControl)) Add(field, "Problem.Text.Control");
        return text;
    }

    // RFC 5321 §4.1.3
    static bool IsLiteral(string name)
    {
        if (!name.StartsWith('[') || !name.EndsWith(']')) return false;
        var inner = name[1..^1];
        var isV6 = inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase);
        return IPAddress.TryParse(isV6 ? inner[5..] : inner, out var address)
            && address.AddressFamily == (isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
    }

    static bool IsOneOf(string word, params ReadOnlySpan<string> words)
    {
        foreach (var known in words)
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    // What was typed is shown back, but never whole pages of it and never what could steer a terminal.
    static string Shown(string typed) =>
        string.Concat((typed.Length > 60 ? typed[..60] + "…" : typed).Select(c => char.IsControl(c) ? '�' : c));

    string TooLong(string field)
    {
        Add(field, "Problem.TooLong", MaximumLength);
        return "";
    }

    void Add(string field, string key, params IReadOnlyList<object> args) => Problems.Add(new SettingsProblem(field, key, args));
}
