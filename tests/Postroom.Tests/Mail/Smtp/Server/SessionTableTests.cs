using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

public sealed class SessionTableTests
{
    static readonly SessionTable Table = SessionTable.Full;

    [Fact]
    public void Every_verb_has_a_row() =>
        Assert.All(Table.Verbs, verb => Assert.Contains(Table.Rows, row => row.Verb == verb.Name));

    [Fact]
    public void Every_row_is_of_a_verb() =>
        Assert.All(Table.Rows, row => Assert.NotNull(Table.Find(System.Text.Encoding.ASCII.GetBytes(row.Verb.Split(' ')[0]))));

    [Fact]
    public void Every_open_state_can_be_left_by_QUIT() =>
        Assert.All(
            Enum.GetValues<SessionState>().Except([SessionState.Closed]),
            state => Assert.Equal(SessionState.Closed, Table.Next(state, "QUIT")));

    [Fact]
    public void Nothing_leads_out_of_closed() => Assert.DoesNotContain(Table.Rows, row => row.From == SessionState.Closed);

    [Fact]
    public void Content_needs_a_recipient() =>
        Assert.All(
            Table.Rows.Where(row => row.Verb is "DATA" or "BDAT"),
            row => Assert.True(row.From is SessionState.Recipients or SessionState.Chunks));
}
