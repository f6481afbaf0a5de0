using Postroom.Mail.Dmarc;

namespace Postroom.Diagnosis.Domains;

/// <summary>Which DMARC policy there is, and whether our mail will satisfy it.</summary>
sealed class DmarcInspection(DmarcTree tree, DomainCheckRequest request, FindingWriter findings)
{
    string From => request.From.Ascii;

    /// <summary>Inspects.</summary>
    /// <param name="spf">What was found of SPF.</param>
    /// <param name="keys">What was found of each of the request's keys, in their order.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DomainFinding> RunAsync(DomainFinding spf, IReadOnlyList<DomainFinding> keys, CancellationToken cancellationToken)
    {
        switch (await tree.WalkAsync(From, cancellationToken))
        {
            case DmarcLookup.Unavailable unavailable:
                return findings.Write("dmarc-unknown", FindingState.Unknown, From, unavailable.Reason);
            case DmarcLookup.Wrong wrong:
                return findings.Write("dmarc-wrong", FindingState.Bad, wrong.Texts, null, wrong.Name);
            case DmarcLookup.Known { Policy: { } policy }:
                return await JudgeAsync(policy, spf, keys, cancellationToken);
            default:
                var publish = new RecordToPublish(DmarcTree.NameOf(From), "TXT", "v=DMARC1; p=none", Replaces: false);
                return findings.Write("dmarc-missing", FindingState.Warning, [], publish, From);
        }
    }

    async Task<DomainFinding> JudgeAsync(
        DmarcPolicyAt policy, DomainFinding spf, IReadOnlyList<DomainFinding> keys, CancellationToken cancellationToken)
    {
        var envelope = (request.Envelope ?? request.From).Ascii;
        var isEnvelopeAligned = await tree.AreAlignedAsync(From, envelope, policy.Record.IsSpfStrict, cancellationToken) == true;
        var ways = new List<string>();
        // An envelope sender of the provider's is in its domain, not in ours.
        var isEnvelopeReplaced = spf.Id == "spf-provider";
        if (isEnvelopeAligned && !isEnvelopeReplaced && spf.State == FindingState.Good) ways.Add("SPF");
        if (await IsSignatureAlignedAsync(policy, keys, cancellationToken)) ways.Add("DKIM");

        var action = policy.PolicyFor(From);
        var word = action.ToString().ToLowerInvariant();
        if (ways.Count > 0) return findings.Write("dmarc-ok", FindingState.Good, [policy.Text], null, From, word, string.Join(", ", ways));

        // Such a provider signs for our domain, if it was set up there; that cannot be seen from here.
        if (isEnvelopeReplaced) return findings.Write("dmarc-provider", FindingState.Unknown, [policy.Text], null, From, word, request.Route.Host);

        // A guessed address that SPF does not know may still not be the one we send with.
        var mayBeAligned = isEnvelopeAligned && spf.State is FindingState.Unknown or FindingState.Warning
            || keys.Any(key => key.State == FindingState.Unknown);
        if (mayBeAligned) return findings.Write("dmarc-unsure", FindingState.Unknown, [policy.Text], null, From, word);
        var state = action == DmarcPolicy.None ? FindingState.Warning : FindingState.Bad;
        return findings.Write("dmarc-not-aligned", state, [policy.Text], null, From, word, envelope);
    }

    async Task<bool> IsSignatureAlignedAsync(DmarcPolicyAt policy, IReadOnlyList<DomainFinding> keys, CancellationToken cancellationToken)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Id != "dkim-ok") continue;
            var domain = request.Keys[i].Domain.Ascii;
            if (await tree.AreAlignedAsync(From, domain, policy.Record.IsDkimStrict, cancellationToken) == true) return true;
        }

        return false;
    }
}
