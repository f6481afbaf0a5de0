namespace Postroom.Mail.Addresses;

/// <summary>Where a text stops being an address, and why in words that say the cure.</summary>
readonly record struct AddressFault(int Position, string Reason);
