using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.Accepting;
using Postroom.Mail.Addresses;
using Postroom.Outbox;
using Postroom.Settings;
using Postroom.Tests.Contracts;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Accepting;

public sealed class AccountMailSwitchTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(false, Lane.Account, "password-reset", false)]
    [InlineData(true, Lane.Account, "password-reset", true)]
    [InlineData(false, Lane.Account, null, true)]
    [InlineData(false, Lane.Notification, "digest", true)]
    public async Task Switched_off_only_letters_about_accounts_are_refused(bool isOn, Lane lane, string? kind, bool isAccepted)
    {
        var acceptor = new MailAcceptor(
            _store.Outbox, new NoticeFixture.OneSender(), Options.Create(new AcceptingOptions()), _store.Time, NullLogger<MailAcceptor>.Instance, new Switches(isOn));
        Assert.True(MailboxParser.TryParse("ben@example.org", out var ben));

        var result = await acceptor.AcceptAsync(
            new MailSubmission { App = "postroom", To = [ben], Subject = "Hello", Text = "Hello", Lane = lane, Kind = kind }, TestContext.Current.CancellationToken);

        Assert.Equal(isAccepted, result is AcceptResult.Accepted);
    }

    sealed record Switches(bool AccountMail) : IMailSwitches
    {
        public bool Notifications => true;
    }
}
