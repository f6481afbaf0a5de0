namespace Postroom.Tests.Contracts;

public sealed class SqliteAcceptTests : AcceptContract<SqliteTestStore>;
