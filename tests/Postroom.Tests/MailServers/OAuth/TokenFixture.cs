using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;
using Postroom.Settings;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.OAuth;

/// <summary>Access tokens on a fixture: a real endpoint, a clock that stands still, a store in memory.</summary>
sealed class TokenFixture : IAsyncDisposable
{
    readonly SecretProtector _secrets = new(new EphemeralDataProtectionProvider());
    readonly TokenEndpoint _endpoint;

    public TokenFixture(params string[] answers)
    {
        Server = new TokenServer(answers);
        _endpoint = new TokenEndpoint(Time);
    }

    public FakeTime Time { get; } = new(DateTimeOffset.UtcNow);

    public TokenServer Server { get; }

    public Store Kept { get; } = new();

    public TokenOrder Order => new(GrantKind.ClientCredentials, Server.Endpoint, "robot@example.com") { ClientId = "app", ClientSecret = "s3cr3t-of-app", Scope = "mail" };

    public ITokenSource Source(TokenOrder? order = null) => new OAuthTokens(
        _endpoint, new RefreshTokens(_secrets, Time, NullLogger<RefreshTokens>.Instance, Kept), Time, NullLogger<OAuthTokens>.Instance).For(order ?? Order);

    public async ValueTask DisposeAsync()
    {
        _endpoint.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Keeps them, or is out of order.</summary>
    public sealed class Store : IRefreshTokenStore
    {
        public ConcurrentDictionary<string, string> Rows { get; } = new();

        public bool IsBroken { get; set; }

        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Rows.GetValueOrDefault(name));

        public Task SaveAsync(string name, string protectedToken, DateTimeOffset at, CancellationToken cancellationToken)
        {
            if (IsBroken) throw new IOException("The disk is full.");
            Rows[name] = protectedToken;
            return Task.CompletedTask;
        }
    }
}
