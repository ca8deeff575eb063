namespace Metier.Eval;

/// <summary>Something in what was given is wrong; the message says where.</summary>
public sealed class InputException : Exception
{
    public InputException() { }

    public InputException(string message)
        : base(message) { }

    public InputException(string message, Exception inner)
        : base(message, inner) { }

    /// <param name="row">From 1.</param>
    public static InputException At(string file, int row, string what) => new($"{file}, row {row}: {what}");
}
