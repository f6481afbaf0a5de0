using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.SingleSignOn;

/// <summary>
/// Signs people on by the authorization code flow of OpenID Connect with PKCE: out to the provider, and back with a code that
/// is exchanged server to server. Local sign-in always stays beside it.
/// </summary>
public sealed partial class SingleSignOnFlow(
    SingleSignOnSettingsStore store, ProviderDocuments providers, SingleSignOnExchange exchange,
    SingleSignOnAccounts accounts, SingleSignOnLinking linking,
    AccountLetters letters, SecretProtector secrets, IAuditLog audit, TimeProvider time,
    ILogger<SingleSignOnFlow> logger)
{
    /// <summary>Where the first provider sends browsers back to; see <see cref="SingleSignOnSettings.CallbackPath"/>.</summary>
    public const string CallbackPath = "/sign-in/callback";

    const string NotePurpose = "sign-on";

    /// <summary>How long a browser keeps the note.</summary>
    public static TimeSpan NoteLife => SingleSignOnNote.Life;

    /// <summary>The address to register with the provider; from the site URL of the settings, never from a request.</summary>
    public string CallbackUrlOf(SingleSignOnSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return letters.UrlOf(settings.CallbackPath);
    }

    /// <summary>Begins a sign-on.</summary>
    /// <param name="id">By which provider; null: the first that is offered.</param>
    /// <param name="to">Where to go afterwards; null: to the first page.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>Where to send the browser, and the note for it to keep; or why not.</returns>
    public Task<(Uri? Address, string Note, SingleSignOnRefusal Cause)> BeginAsync(
        string? id, string? to, CancellationToken cancellationToken) =>
        LeaveAsync(offered => id is null || offered.Id == id, note => note with { To = to }, cancellationToken);

    /// <summary>Begins to link a signed-in user's account with one at the provider. Only this session of theirs can end it.</summary>
    /// <param name="user">The user, who has just shown the password.</param>
    /// <param name="issuer">The provider.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>As <see cref="BeginAsync"/> does.</returns>
    public Task<(Uri? Address, string Note, SingleSignOnRefusal Cause)> BeginLinkingAsync(
        User user, string issuer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return LeaveAsync(
            offered => offered.Issuer == issuer, note => note with { UserId = user.Id, Stamp = user.Stamp }, cancellationToken);
    }

    /// <summary>Ends a sign-on, or a linking, with what the provider sent the browser back with.</summary>
    /// <param name="keptNote">What the browser kept; null: nothing.</param>
    /// <param name="back">What it was sent back with.</param>
    /// <param name="reader">Who is signed in in the browser; null: nobody.</param>
    /// <param name="origin">Who asks, from where.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<SingleSignOnOutcome> EndAsync(
        string? keptNote, SingleSignOnReturn back, Guid? reader, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(back);
        ArgumentNullException.ThrowIfNull(origin);
        var (all, _) = await store.ReadAsync(cancellationToken);
        var note = Read(keptNote);
        var isLinking = note?.UserId is not null;
        if (isLinking && note!.UserId != reader)
            return new SingleSignOnOutcome.Refused(SingleSignOnRefusal.Expired, isLinking);
        if (all.Offered.Count == 0) return new SingleSignOnOutcome.Refused(SingleSignOnRefusal.Off, isLinking);
        if (note is null || all.OfferedOf(note.Issuer) is not { } settings
            || back.ProviderId != settings.Id || !back.IsFor(note.State))
        {
            return new SingleSignOnOutcome.Refused(SingleSignOnRefusal.Expired, isLinking);
        }

        var (identity, cause) = await ArriveAsync(settings, note, back, cancellationToken);
        if (identity is null) return new SingleSignOnOutcome.Refused(cause, isLinking);
        var outcome = note.UserId is null
            ? await SingleSignOnAsync(settings, identity, note.To, cancellationToken)
            : await linking.LinkAsync(settings, identity, note, origin, cancellationToken);
        if (outcome is SingleSignOnOutcome.Refused refused) TurnedAway(refused.Cause);
        return outcome;
    }

    async Task<(Uri? Address, string Note, SingleSignOnRefusal Cause)> LeaveAsync(
        Func<SingleSignOnSettings, bool> isMeant, Func<SingleSignOnNote, SingleSignOnNote> complete,
        CancellationToken cancellationToken)
    {
        var (all, _) = await store.ReadAsync(cancellationToken);
        if (all.Offered.FirstOrDefault(isMeant) is not { } settings) return (null, "", SingleSignOnRefusal.Off);
        if (await providers.FindAsync(settings.Issuer, cancellationToken) is not ProviderAnswer<ProviderDocument>.Came { Value: var provider })
            return (null, "", SingleSignOnRefusal.Failed);
        var note = complete(new SingleSignOnNote(provider.Issuer, Random(), Random(), Random(), null, time.GetUtcNow() + SingleSignOnNote.Life));
        var request = new OpenIdConnectMessage
        {
            IssuerAddress = provider.Authorization.AbsoluteUri,
            ResponseType = OpenIdConnectResponseType.Code,
            ClientId = settings.ClientId,
            RedirectUri = CallbackUrlOf(settings),
            Scope = settings.Scopes,
            State = note.State,
            Nonce = note.Nonce,
            EnableTelemetryParameters = false,
        };
        var challenge = SHA256.HashData(Encoding.ASCII.GetBytes(note.Verifier)); // RFC 7636 §4.2
        request.SetParameter("code_challenge", Base64Url.EncodeToString(challenge));
        request.SetParameter("code_challenge_method", "S256");
        var json = JsonSerializer.Serialize(note, SingleSignOnJson.Default.SingleSignOnNote);
        return (new Uri(request.BuildRedirectUrl()), secrets.Protect(NotePurpose, "note", json), default);
    }

    // Who came back from the provider, or why nobody did.
    async Task<(SingleSignOnIdentity? Identity, SingleSignOnRefusal Cause)> ArriveAsync(
        SingleSignOnSettings settings, SingleSignOnNote note, SingleSignOnReturn back,
        CancellationToken cancellationToken)
    {
        if (back.Issuer is { } named && named != note.Issuer) return Fail("the answer names another issuer"); // RFC 9207 §2.4
        if (back.Error is not null)
            return back.IsDenial ? (null, SingleSignOnRefusal.Denied) : Fail($"it answered {back.Error}");
        if (await providers.FindAsync(note.Issuer, cancellationToken) is not ProviderAnswer<ProviderDocument>.Came { Value: var provider }) return Fail("its document is not to be had");
        var asked = new CodeExchange(provider, settings, back.Code ?? "", note.Verifier, note.Nonce, CallbackUrlOf(settings));
        var exchanged = await exchange.RunAsync(asked, cancellationToken);
        return exchanged is ProviderAnswer<SingleSignOnIdentity>.Came { Value: var identity }
            ? (identity, default)
            : Fail(((ProviderAnswer<SingleSignOnIdentity>.Failed)exchanged).Reason);
    }

    async Task<SingleSignOnOutcome> SingleSignOnAsync(
        SingleSignOnSettings settings, SingleSignOnIdentity identity, string? to, CancellationToken cancellationToken)
    {
        var (user, cause) = await accounts.FindAsync(settings, identity, cancellationToken);
        if (user is null) return new SingleSignOnOutcome.Refused(cause);
        var needsCode = user.TotpSecret is not null && settings.AsksForCode;
        if (!needsCode) await audit.AddAsync(new AuditEntry(time.GetUtcNow(), user.Email, "user.signed-in", user.Email, "single sign-on"), CancellationToken.None);
        return new SingleSignOnOutcome.SignedIn(user, needsCode, to);
    }

    static string Random() => LinkToken.New().Text;

    SingleSignOnNote? Read(string? kept)
    {
        if (string.IsNullOrEmpty(kept) || secrets.Unprotect(NotePurpose, "note", kept) is not SecretReading.Read read) return null;
        var note = JsonSerializer.Deserialize(read.Secret, SingleSignOnJson.Default.SingleSignOnNote);
        return note?.Until > time.GetUtcNow() ? note : null;
    }

    (SingleSignOnIdentity? Identity, SingleSignOnRefusal Cause) Fail(string reason)
    {
        Failed(reason);
        return (null, SingleSignOnRefusal.Failed);
    }

    [LoggerMessage(10020, LogLevel.Warning,
        "Single sign-on failed: {Reason}. Check the settings under People, Single sign-on; local sign-in still works")]
    partial void Failed(string reason);

    [LoggerMessage(10021, LogLevel.Information, "Single sign-on was refused: {Cause}")]
    partial void TurnedAway(SingleSignOnRefusal cause);
}
