using Postroom.Deliveries;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Deliveries;

/// <summary>Notes for the apps what ended without being taken, in the transaction that ends it.</summary>
static class DeliveryEventLog
{
    // Within the caller's write transaction: no other node moves the delivery in between.
    const string Note = """
        insert into events (app, at, delivery, state, words)
        select app, @at, @delivery, @state, @words from messages where n = @delivery >> 16
        """;

    /// <summary>Notes the move when it is an end other than delivered.</summary>
    public static void Moved(WriteTransaction transaction, long delivery, DeliveryState state, string words, DateTimeOffset at)
    {
        if (state is DeliveryState.Waiting or DeliveryState.Leased or DeliveryState.Delivered) return;
        transaction.Prepared(Note).Set("@at", at).Set("@delivery", delivery).Set("@state", (long)state).Set("@words", words).Run();
    }
}
