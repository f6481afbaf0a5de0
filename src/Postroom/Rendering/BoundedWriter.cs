using System.Globalization;
using System.Text;

namespace Postroom.Rendering;

/// <summary>Takes a letter while it is written, up to a length.</summary>
sealed class BoundedWriter() : StringWriter(new StringBuilder(16_384), CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override void Write(char value)
    {
        Ask(1);
        base.Write(value);
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        Ask(value?.Length ?? 0);
        base.Write(value);
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count)
    {
        Ask(count);
        base.Write(buffer, index, count);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        Ask(buffer.Length);
        base.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Write(StringBuilder? value)
    {
        Ask(value?.Length ?? 0);
        base.Write(value);
    }

    void Ask(int more)
    {
        if (GetStringBuilder().Length + more > RenderMeter.MaximumLength)
            throw new RenderLimitException("Template.WritesTooMuch", RenderMeter.MaximumLength);
    }
}
