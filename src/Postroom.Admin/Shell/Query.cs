using Microsoft.AspNetCore.Http;

namespace Postroom.Admin.Shell;

/// <summary>Writes addresses with a query.</summary>
static class Query
{
    /// <summary>The address with what is set; null and empty values are left out.</summary>
    public static string Of(string path, params (string Name, string? Value)[] values) =>
        path + QueryString.Create(values.Where(value => !string.IsNullOrEmpty(value.Value)).Select(value => KeyValuePair.Create(value.Name, value.Value)));
}
