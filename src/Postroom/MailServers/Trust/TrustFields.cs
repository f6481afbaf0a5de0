using Postroom.Mail.Smtp.Client;
using Postroom.Settings;

namespace Postroom.MailServers.Trust;

/// <summary>Reads the fields of a form that say whom to trust.</summary>
sealed class TrustFields(MailServerForm form, List<SettingsProblem> problems)
{
    /// <summary>The most certificates chosen for one server.</summary>
    const int MaximumChosen = 100;

    public TrustMode? ReadMode(bool custom)
    {
        var word = form.Trust?.Trim() ?? "";
        if (word.Length == 0) return null;
        if (TrustModeNames.Parse(word) is not { } mode)
        {
            Add(nameof(form.Trust), "Problem.Trust.Unknown", string.Join(", ", TrustModeNames.All));
            return null;
        }

        if (!custom) return mode;
        if (mode == TrustMode.Pin && string.IsNullOrWhiteSpace(form.PinnedCertificate)) Add(nameof(form.PinnedCertificate), "Problem.PinnedCertificate.Missing");
        if (mode == TrustMode.Chosen && string.IsNullOrWhiteSpace(form.ChosenCertificates) && string.IsNullOrWhiteSpace(form.TrustedCertificates))
            Add(nameof(form.Trust), "Problem.Trust.NothingChosen");
        return mode;
    }

    public string ReadPin()
    {
        var typed = form.PinnedCertificate?.Trim() ?? "";
        if (typed.Length == 0) return "";
        if (TrustModeNames.Pin(typed) is { } pin) return pin;
        Add(nameof(form.PinnedCertificate), "Problem.PinnedCertificate.Invalid");
        return "";
    }

    public string ReadChosen()
    {
        var words = (form.ChosenCertificates ?? "").Split([' ', ',', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var prints = words.Take(MaximumChosen + 1).Select(TrustModeNames.Fingerprint).ToList();
        if (prints.Contains(null) || prints.Count > MaximumChosen) Add(nameof(form.ChosenCertificates), "Problem.ChosenCertificates.Invalid");
        return string.Join(' ', prints.OfType<string>().Distinct().Order(StringComparer.Ordinal));
    }

    public RevocationCheck ReadRevocation()
    {
        var word = form.Revocation?.Trim() ?? "";
        var at = TrustModeNames.Revocation.ToList().FindIndex(
            known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (at >= 0) return (RevocationCheck)at;
        if (word.Length > 0)
            Add(nameof(form.Revocation), "Problem.Revocation.Unknown", string.Join(", ", TrustModeNames.Revocation));
        return RevocationCheck.Soft;
    }

    public string ReadClient()
    {
        var typed = form.ClientCertificate?.Trim() ?? "";
        if (typed.Length == 0) return "";
        if (TrustModeNames.Fingerprint(typed) is { } sha256) return sha256;
        Add(nameof(form.ClientCertificate), "Problem.ClientCertificate.Invalid");
        return "";
    }

    void Add(string field, string key, params IReadOnlyList<object> args) => problems.Add(new SettingsProblem(field, key, args));
}
