using System.Globalization;
using Postroom.Languages;

namespace Postroom.Diagnosis.Domains;

/// <summary>Puts findings into words: <c>Domain.{id}.Cause</c>, and <c>Domain.{id}.Remedy</c> for all that is not as it should be.</summary>
sealed class FindingWriter(CultureInfo language)
{
    /// <summary>Every finding there can be.</summary>
    internal static IReadOnlyList<string> Ids { get; } =
    [
        "spf-ok", "spf-missing", "spf-several", "spf-syntax", "spf-open", "spf-too-many-lookups", "spf-broken", "spf-unknown",
        "spf-include-missing", "spf-address-missing", "spf-host-missing", "spf-route-unknown", "spf-provider",
        "dkim-ok", "dkim-unsigned", "dkim-missing", "dkim-mismatch", "dkim-revoked", "dkim-syntax", "dkim-testing", "dkim-unknown",
        "dmarc-ok", "dmarc-missing", "dmarc-wrong", "dmarc-not-aligned", "dmarc-unsure", "dmarc-provider", "dmarc-unknown",
        "mx-ok", "mx-null", "mx-implicit", "mx-missing", "mx-host-missing", "mx-unknown",
        "ptr-ok", "ptr-missing", "ptr-unconfirmed", "ptr-provider", "ptr-route-unknown", "ptr-unknown",
    ];

    /// <summary>Those that are as it should be, and so have no remedy.</summary>
    internal static IReadOnlyList<string> GoodIds { get; } = ["spf-ok", "spf-provider", "dkim-ok", "dmarc-ok", "mx-ok", "ptr-ok", "ptr-provider"];

    /// <summary>Writes a finding without records.</summary>
    public DomainFinding Write(string id, FindingState state, params object?[] words) => Write(id, state, [], null, words);

    /// <summary>Writes a finding.</summary>
    /// <param name="id">One of <see cref="Ids"/>.</param>
    /// <param name="state">How good it is.</param>
    /// <param name="seen">The records that DNS has.</param>
    /// <param name="publish">The record to publish; null: none.</param>
    /// <param name="words">What goes into the texts.</param>
    public DomainFinding Write(string id, FindingState state, IReadOnlyList<string> seen, RecordToPublish? publish, params object?[] words) => new(
        id,
        id[..id.IndexOf('-', StringComparison.Ordinal)],
        state,
        Texts.GetIn(language, $"Domain.{id}.Cause", words),
        GoodIds.Contains(id) ? null : Texts.GetIn(language, $"Domain.{id}.Remedy", words),
        publish,
        seen);
}
