using Microsoft.Extensions.Options;

namespace Postroom.Dispatching;

/// <summary>What the attributes of <see cref="DeliveryOptions"/> cannot say.</summary>
sealed class DeliveryOptionsRules : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Between(failures, nameof(options.FirstRetry), options.FirstRetry, TimeSpan.FromSeconds(1), RetryPolicy.Longest);
        Between(failures, nameof(options.LongestPause), options.LongestPause, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Between(failures, nameof(options.StopGrace), options.StopGrace, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        return failures.Build();
    }

    static void Between(ValidateOptionsResultBuilder failures, string property, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            failures.AddError(FormattableString.Invariant($"is {value:c}: choose a time from {least:c} to {most:c} (hh:mm:ss)."), property);
    }
}
