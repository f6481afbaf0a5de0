namespace Postroom.Alarms;

/// <summary>A time in which a route takes no mail.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Route">The route, such as <c>mail-server</c>.</param>
/// <param name="Cause">Why, as an id by which it is explained; empty: not known.</param>
/// <param name="Reason">Why, in plain English, with the server's own words.</param>
/// <param name="Since">Since when.</param>
/// <param name="RaisedAt">When the alarm was raised; null: it did not last long enough.</param>
/// <param name="ClearedAt">When mail flowed again; null: it goes on.</param>
public sealed record Outage(
    long Id, string Route, string Cause, string Reason, DateTimeOffset Since, DateTimeOffset? RaisedAt, DateTimeOffset? ClearedAt);

/// <summary>What a node sees of a route that takes no mail.</summary>
/// <param name="Route">The route.</param>
/// <param name="Cause">Why, as an id; empty: not known.</param>
/// <param name="Reason">Why, in plain English.</param>
/// <param name="Since">Since when this node sees it.</param>
public sealed record OutageSighting(string Route, string Cause, string Reason, DateTimeOffset Since);

/// <summary>A post to the alarm webhook that is to be made.</summary>
/// <param name="Id">Its number, the same at every attempt.</param>
/// <param name="Type"><c>alarm.raised</c> or <c>alarm.cleared</c>.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
/// <param name="Outage">The outage it tells of.</param>
public sealed record AlarmPost(long Id, string Type, int Attempt, Outage Outage);

/// <summary>What became of the last post about an outage.</summary>
/// <param name="Outage">The outage.</param>
/// <param name="Type"><c>alarm.raised</c> or <c>alarm.cleared</c>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is tried again; null: it is over.</param>
/// <param name="DoneAt">When it was taken; null: it was not.</param>
/// <param name="Outcome">What came of the last attempt; null: it was not tried yet.</param>
public sealed record AlarmPostRecord(long Outage, string Type, int Attempts, DateTimeOffset? DueAt, DateTimeOffset? DoneAt, string? Outcome);
