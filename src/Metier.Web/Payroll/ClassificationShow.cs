using Metier.Payroll;
using Metier.Web.Shell;

namespace Metier.Web.Payroll;

/// <summary>Results in the looks of the shell.</summary>
internal static class ClassificationShow
{
    public static Tone ToneOf(ClassificationResult result) =>
        result switch
        {
            ClassificationResult.Low => Tone.Ok,
            ClassificationResult.Care => Tone.Warn,
            _ => Tone.Bad,
        };
}
