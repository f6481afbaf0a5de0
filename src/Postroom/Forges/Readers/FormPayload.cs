using System.Net;

namespace Postroom.Forges.Readers;

/// <summary>Takes the JSON out of a form, as GitHub and Gitea can send it: the field <c>payload</c>.</summary>
static class FormPayload
{
    /// <summary>The JSON; null: the form has no such field.</summary>
    public static byte[]? Of(byte[] form)
    {
        var name = "payload="u8;
        for (var start = 0; start < form.Length;)
        {
            var rest = form.AsSpan(start);
            var end = rest.IndexOf((byte)'&');
            var length = end < 0 ? rest.Length : end;
            if (rest[..length].StartsWith(name)) return WebUtility.UrlDecodeToBytes(form, start + name.Length, length - name.Length);
            start += length + 1;
        }

        return null;
    }
}
