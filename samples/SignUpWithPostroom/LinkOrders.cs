using System.Threading.Channels;
using Postroom.Client;

namespace SignUpWithPostroom;

/// <summary>
/// Orders links apart from the page that asked: everybody gets the same answer at once, so neither words nor time tell
/// whether an address has an account. Postroom itself limits how many letters one address gets.
/// </summary>
sealed partial class LinkOrders(IServiceScopeFactory scopes, Members members, PostroomSettings settings, ILogger<LinkOrders> logger) : BackgroundService
{
    readonly Channel<Ask> _asks = Channel.CreateBounded<Ask>(1_000);

    /// <summary>Notes a sign-up; false: too many wait.</summary>
    public bool SignUp(string email, string name, string? language) => _asks.Writer.TryWrite(new Ask(email, name, language));

    /// <summary>Notes a forgotten password; false: too many wait.</summary>
    public bool Reset(string email, string? language) => _asks.Writer.TryWrite(new Ask(email, null, language));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var ask in _asks.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await OrderAsync(ask, stoppingToken);
            }
            catch (HttpRequestException fault)
            {
                NotOrdered(fault.Message); // 429 too: the person has letters enough
            }
            catch (TaskCanceledException fault) when (!stoppingToken.IsCancellationRequested)
            {
                NotOrdered(fault.Message);
            }
        }
    }

    async Task OrderAsync(Ask ask, CancellationToken cancellationToken)
    {
        var member = members.Find(ask.Email);
        if (ask.Name is null && member is null) return; // no account: no letter, and the page never says so
        var (purpose, page) = member is null ? ("confirm", "welcome") : ("reset", "new-password");
        var order = new AccountLinkOrder
        {
            Purpose = purpose,
            Email = member?.Email ?? ask.Email.Trim(),
            Name = member?.Name ?? ask.Name,
            Language = ask.Language,
            Url = settings.PageUrl(page),
        };
        await using var scope = scopes.CreateAsyncScope();
        var link = await scope.ServiceProvider.GetRequiredService<AccountLinkClient>().OrderAsync(order, idempotencyKey: null, cancellationToken);
        if (member is not null) members.NoteReset(member.Email, link.Id);
    }

    [LoggerMessage(1, LogLevel.Warning, "A link was not ordered: {Reason}")]
    partial void NotOrdered(string reason);

    // Without a name it is a forgotten password.
    sealed record Ask(string Email, string? Name, string? Language);
}
