using Metier.Payroll;
using Metier.Web.Shell;

namespace Metier.Web.Payroll;

/// <summary>States in the looks of the shell.</summary>
internal static class PayrollShow
{
    public static Tone ToneOf(PayrollState state) =>
        state switch
        {
            PayrollState.Active => Tone.Ok,
            PayrollState.Ended => Tone.Plain,
            _ => Tone.Warn,
        };

    public static Tone ToneOf(PayrollWeekState state) =>
        state switch
        {
            PayrollWeekState.Ready or PayrollWeekState.PaidOut => Tone.Ok,
            PayrollWeekState.Differs => Tone.Bad,
            _ => Tone.Plain,
        };

    public static string Hours(int minutes) => minutes < 0 ? "−" + Formats.Hours(-minutes) : Formats.Hours(minutes);
}
