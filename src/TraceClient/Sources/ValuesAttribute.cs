using System.ComponentModel.DataAnnotations;

namespace TraceClient;

/// <summary>States the values that an option may have; times in seconds.</summary>
/// <param name="least">The smallest value.</param>
/// <param name="most">The largest value.</param>
/// <param name="rule">The rule as the message states it behind the key.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValuesAttribute(double least, double most, string rule) : ValidationAttribute
{
    /// <summary>The seconds of a day.</summary>
    public const double Day = 24 * 60 * 60;

    /// <summary>Gets or sets whether 0 is allowed as well.</summary>
    public bool OrZero { get; set; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var number = value is TimeSpan time ? time.TotalSeconds : Convert.ToDouble(value ?? least, CultureInfo.InvariantCulture);
        if ((number >= least && number <= most) || (OrZero && number == 0))
            return ValidationResult.Success;

        // The name is that of the source's section, with the names of the properties behind it.
        var name = validationContext.DisplayName;
        var properties = name.LastIndexOf(':') + 1;
        return new ValidationResult(string.Create(
            CultureInfo.InvariantCulture, $"{name[..properties]}{name[properties..].Replace('.', ':')} {rule}; it is {value}."));
    }
}
