using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Admin.MailServerPages;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp.Client;
using Postroom.Server.Commands;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Diagnosis.Remedies;
using Postroom.Tests.Mail.Smtp.Client;
using Postroom.Tests.Support;
using TestResult = Postroom.Diagnosis.TestResult;

namespace Postroom.Tests.Diagnosis;

/// <summary>Servers with several addresses, of which not all are well.</summary>
public sealed class AddressFamilyTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("::1", "ipv6-silent"), InlineData("127.0.0.2", "address-silent")]
    public async Task A_test_that_passes_warns_of_an_address_that_leads_nowhere(string dead, string id)
    {
        var address = Loopback(dead);
        await using var server = new ScriptedMailServer(TestRuns.Hello + "C: QUIT\nS: 221 bye\n");
        using var silent = await FullListener.StartAsync(address, server.Port, Token);

        var result = await TestRuns.ResultAsync(AtBoth(TestRuns.Request(server.Port), address));

        var warning = Assert.Single(result.Warnings);
        Assert.Equal((true, id), (result.Ok, warning.Id));
        Assert.Contains(dead, warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_and_terminal_show_the_warning()
    {
        var address = Loopback("127.0.0.2");
        await using var server = new ScriptedMailServer(TestRuns.Hello + "C: QUIT\nS: 221 bye\n");
        using var silent = await FullListener.StartAsync(address, server.Port, Token);
        var result = await TestRuns.ResultAsync(AtBoth(TestRuns.Request(server.Port), address));
        var warning = Assert.Single(result.Warnings);

        var page = await RenderAsync(result);
        await using var terminal = new StringWriter();
        new TestReport(new CommandConsole(terminal, TextWriter.Null, TextReader.Null), json: false, CultureInfo.InvariantCulture).Show(new TestEvent.Finished(result));

        Assert.All([warning.Text, warning.Remedy], words =>
        {
            Assert.Contains(words, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.Contains(words, terminal.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_address_that_refuses_is_no_cause_for_a_warning()
    {
        await using var server = new ScriptedMailServer(TestRuns.Hello + "C: QUIT\nS: 221 bye\n");

        var result = await TestRuns.ResultAsync(AtBoth(TestRuns.Request(server.Port), IPAddress.Parse("127.0.0.2")));

        Assert.True(result.Ok);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task The_other_address_family_is_found_where_one_is_refused()
    {
        var refused = Loopback("::1");
        await using var server = new ScriptedMailServer(RemedyRuns.TakesLogin);
        await using var gatekeeper = new Gatekeeper(refused, server.Port);

        var result = await RemedyRuns.ResultAsync(AtBoth(RemedyRuns.Request(server.Port, ConnectionSecurity.StartTls), refused));

        Assert.Equal(
            ("client-host-rejected", "ipv4", true), (result.Cause!.Id, result.Remedy!.Settings!.AddressFamily, result.Remedy.Verified));
    }

    static async Task<string> RenderAsync(TestResult result)
    {
        await using var app = await ConsoleApp.StartAsync();
        await using var scope = app.Get<IServiceScopeFactory>().CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TestVerdict>(
            ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(TestVerdict.Result)] = result }))).ToHtmlString());
    }

    static IPAddress Loopback(string text)
    {
        Assert.SkipUnless(text != "::1" || FullListener.HasIPv6, "This machine has no ::1.");
        return IPAddress.Parse(text);
    }

    static TestRequest AtBoth(TestRequest request, IPAddress first) => request with
    {
        Server = request.Server with
        {
            Endpoint = request.Server.Endpoint with { Host = "mail.example.com" },
            Options = request.Server.Options with { Resolver = new FixedResolver(first, IPAddress.Loopback) },
        },
    };

    /// <summary>Refuses every client with the words of Postfix, until it is disposed of.</summary>
    sealed class Gatekeeper : IAsyncDisposable
    {
        readonly TcpListener _listener;
        readonly Task _refusing;

        public Gatekeeper(IPAddress address, int port)
        {
            _listener = new TcpListener(address, port);
            _listener.Start();
            _refusing = RefuseAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _refusing;
            _listener.Dispose();
        }

        async Task RefuseAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptSocketAsync(Token);
                    await client.SendAsync(Encoding.ASCII.GetBytes("554 5.7.1 <unknown[2001:db8::7]>: Client host rejected: Access denied\r\n"), Token);
                    client.Shutdown(SocketShutdown.Both);
                }
            }
            catch (SocketException)
            {
                // The test is over.
            }
        }
    }
}
