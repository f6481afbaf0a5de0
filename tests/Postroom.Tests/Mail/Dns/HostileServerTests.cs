using System.Buffers.Binary;
using System.Net;
using Postroom.Mail.Dns;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Dns;

/// <summary>What the resolver makes of servers, and of forgers, that do not play by the rules.</summary>
public sealed class HostileServerTests
{
    const int HeaderBytes = 12;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    static readonly byte[] OneAddress = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1];

    // Time stands still but for silent servers, which let it pass when a question has arrived: so nothing depends on the machine's speed.
    readonly FakeTime _time = new();

    Task<DnsLookup> ProbeAsync(params ScriptedNameServer[] servers) => Resolver(servers)
        .LookUpAsync("mail.example.test", DnsRecordType.A, TestContext.Current.CancellationToken);

    DnsResolver Resolver(params ScriptedNameServer[] servers) => new(
        new DnsResolverOptions { Servers = [.. servers.Select(server => server.EndPoint)], ServerTimeout = Patience, Rounds = 1 }, _time);

    // The question without its OPT record, turned into an answer.
    static byte[] Answer(byte[] question, byte[]? records = null, int count = 1, int code = 0, int flags = 0)
    {
        var end = HeaderBytes;
        while (question[end] != 0) end += question[end] + 1;
        byte[] answer = [.. question[..(end + 5)], .. records ?? OneAddress];
        answer[2] = (byte)(0x81 | flags);
        answer[3] = (byte)(0x80 | code);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), (ushort)(records is null && code != 0 ? 0 : count));
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(10), 0);
        return answer;
    }

    static byte[] Changed(byte[] answer, int at, byte by)
    {
        answer[at] ^= by;
        return answer;
    }

    static byte[] Framed(byte[] answer)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
        return [.. length, .. answer];
    }

    IEnumerable<byte[]> Nothing(byte[] question)
    {
        _time.Advance(Patience);
        return [];
    }

    static void AssertHonest(DnsLookup lookup) =>
        Assert.Equal(IPAddress.Parse("192.0.2.1"), Assert.Single(lookup.Of<DnsRecord.Address>()).Ip);

    [Theory]
    [InlineData(0)] // the id
    [InlineData(13)] // the name
    [InlineData(HeaderBytes + 20)] // the type
    [InlineData(HeaderBytes + 22)] // the class
    public async Task Passes_over_answers_to_another_question(int at)
    {
        await using var server = new ScriptedNameServer(question => [Changed(Answer(question), at, 0x03), Answer(question)]);

        AssertHonest(await ProbeAsync(server));
    }

    [Fact]
    public async Task Passes_over_questions_that_pose_as_answers()
    {
        await using var server = new ScriptedNameServer(question => [question, [], [1, 2, 3], Answer(question)]);

        AssertHonest(await ProbeAsync(server));
    }

    [Fact]
    public async Task Asks_over_TCP_when_somebody_keeps_guessing()
    {
        await using var server = new ScriptedNameServer(
            question => Enumerable.Range(0, DnsExchange.MaximumForgeries).Select(_ => Changed(Answer(question), 0, 0xFF)),
            question => Framed(Answer(question)));

        AssertHonest(await ProbeAsync(server));
    }

    [Fact]
    public async Task Asks_over_TCP_when_the_answer_was_cut()
    {
        await using var server = new ScriptedNameServer(question => [Answer(question, flags: 0x02)[..HeaderBytes].Concat(Answer(question)[HeaderBytes..^10]).ToArray()], question => Framed(Answer(question)));

        AssertHonest(await ProbeAsync(server));
    }

    [Theory]
    [InlineData("c00c0001000100000e10ffff01020304", "a length beyond the end")]
    [InlineData("c00c00010001", "a record that ends early")]
    [InlineData("c00c0001000100000e100003010203", "an address of three bytes")]
    [InlineData("c0230001000100000e100004c0000201", "a name that points at itself")]
    [InlineData("c0ff0001000100000e100004c0000201", "a name that points beyond the end")]
    [InlineData("80000001000100000e100004c0000201", "a label type that is none")]
    [InlineData("c00c0005000100000e100002c02a", "an alias that points at itself")]
    public async Task Gives_up_on_what_cannot_be_read(string records, string what)
    {
        await using var server = new ScriptedNameServer(AnswerAndWait);

        Assert.True(await ProbeAsync(server) is DnsLookup.Unavailable, what);

        IEnumerable<byte[]> AnswerAndWait(byte[] question)
        {
            yield return Answer(question, Convert.FromHexString(records));
            _time.Advance(Patience);
        }
    }

    [Fact]
    public async Task A_message_of_64_KiB_over_TCP_is_read_and_what_claims_more_records_is_not()
    {
        byte[] big = [.. OneAddress, .. Enumerable.Repeat<byte[]>([0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 250, 249, .. new byte[249]], 240).SelectMany(record => record)];
        await using var honest = new ScriptedNameServer(question => [Answer(question, flags: 0x02)], question => Framed(Answer(question, big, 241)));
        await using var liar = new ScriptedNameServer(question => [Answer(question, flags: 0x02)], question => Framed(Answer(question, big, 60_000)));

        AssertHonest(await ProbeAsync(honest));
        Assert.IsType<DnsLookup.Unavailable>(await ProbeAsync(liar));
    }

    [Fact]
    public async Task A_connection_that_ends_in_mid_answer_is_no_answer()
    {
        await using var server = new ScriptedNameServer(question => [Answer(question, flags: 0x02)], question => Framed(Answer(question))[..20]);

        Assert.Contains("in the middle", Assert.IsType<DnsLookup.Unavailable>(await ProbeAsync(server)).Reason);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task Asks_an_old_server_again_without_EDNS(int code)
    {
        await using var server = new ScriptedNameServer(question => [question[11] == 1 ? Answer(question, code: code) : Answer(question)]);

        AssertHonest(await ProbeAsync(server));
    }

    [Theory, InlineData(2), InlineData(5), InlineData(9)]
    public async Task Asks_the_next_server_when_one_cannot_tell(int code)
    {
        await using var first = new ScriptedNameServer(question => [Answer(question, code: code)]);
        await using var second = new ScriptedNameServer(question => [Answer(question)]);

        AssertHonest(await ProbeAsync(first, second));
    }

    [Fact]
    public async Task Asks_the_next_server_when_one_is_silent_or_refers_elsewhere()
    {
        byte[] referral = [0xC0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, 2, 0xC0, 12];
        await using var silent = new ScriptedNameServer(Nothing);
        await using var lame = new ScriptedNameServer(question =>
        {
            var answer = Answer(question, referral, count: 0);
            answer[9] = 1;
            return [answer];
        });
        await using var third = new ScriptedNameServer(question => [Answer(question)]);

        AssertHonest(await ProbeAsync(silent, lame, third));
    }

    [Fact]
    public async Task Tells_of_every_server_what_it_did()
    {
        await using var silent = new ScriptedNameServer(Nothing);
        await using var failing = new ScriptedNameServer(question => [Answer(question, code: 2)]);

        var reason = Assert.IsType<DnsLookup.Unavailable>(await ProbeAsync(silent, failing)).Reason;

        Assert.Contains($"{silent.EndPoint} gave no answer within 2 s", reason);
        Assert.Contains($"{failing.EndPoint} could not find out (SERVFAIL)", reason);
    }

    [Fact]
    public async Task Nobody_who_listens_is_told_at_once()
    {
        IPEndPoint gone;
        await using (var server = new ScriptedNameServer(_ => [])) gone = server.EndPoint;
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = [gone], ServerTimeout = TimeSpan.FromMinutes(5) }, TimeProvider.System);

        var lookup = await resolver.LookUpAsync("a.test", DnsRecordType.A, TestContext.Current.CancellationToken);

        Assert.Contains("not listening", Assert.IsType<DnsLookup.Unavailable>(lookup).Reason);
    }

    [Fact]
    public async Task Every_question_has_another_id_and_source_port()
    {
        await using var server = new ScriptedNameServer(question => [Answer(question)]);
        var resolver = Resolver(server);

        for (var i = 0; i < 20; i++) await resolver.LookUpAsync($"mail{i}.test", DnsRecordType.A, TestContext.Current.CancellationToken);

        Assert.True(server.Ids.Distinct().Count() > 15);
        Assert.True(server.Ports.Distinct().Count() > 15);
    }

    [Fact]
    public async Task An_ended_wait_ends_at_once()
    {
        await using var server = new ScriptedNameServer(_ => []);
        using var ended = new CancellationTokenSource();
        var running = Resolver(server).LookUpAsync("a.test", DnsRecordType.A, ended.Token);

        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

}
