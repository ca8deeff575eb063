using System.Net;
using System.Text;

namespace Metier.Platform;

/// <summary>One column of 560 pixels, no remote image, one button; and a plain text twin in the same order.</summary>
internal static class MailLayout
{
    public static string Html(Mail mail, InstanceOptions instance)
    {
        var h = new StringBuilder();
        h.Append("<!doctype html><html lang=\"").Append(mail.Language).Append("\"><head><meta charset=\"utf-8\">");
        h.Append(
            "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">"
        );
        h.Append("<title>").Append(E(mail.Subject)).Append("</title></head>");
        h.Append("<body style=\"margin:0;padding:24px;font:16px/1.5 system-ui,Arial,sans-serif\">");
        h.Append(
            "<div style=\"max-width:560px;margin:0 auto\"><p style=\"font:600 22px Georgia,serif;margin:0 0 24px\">metier</p>"
        );
        h.Append("<h1 style=\"font-size:20px;margin:0 0 16px\">").Append(E(mail.Subject)).Append("</h1>");
        foreach (var paragraph in mail.Paragraphs)
        {
            h.Append("<p style=\"margin:0 0 16px;white-space:pre-line\">").Append(E(paragraph)).Append("</p>");
        }
        Amounts(h, mail);
        if (mail.ButtonText is not null && mail.Path is not null)
        {
            h.Append(
                "<p style=\"margin:24px 0\"><a style=\"display:inline-block;padding:10px 18px;border-radius:8px;background:#2B49AC;color:#fff;text-decoration:none;font-weight:600\" href=\""
            );
            h.Append(E(instance.PublicUrl + mail.Path)).Append("\">").Append(E(mail.ButtonText)).Append("</a></p>");
        }
        h.Append("<p style=\"margin:32px 0 0;padding-top:12px;border-top:1px solid #C6BFB1;font-size:13px\">");
        if (mail.Why is not null)
        {
            h.Append(E(mail.Why)).Append("<br>");
        }
        foreach (var (text, path) in mail.Links ?? [])
        {
            h.Append("<a href=\"")
                .Append(E(instance.PublicUrl + path))
                .Append("\">")
                .Append(E(text))
                .Append("</a><br>");
        }
        return h.Append(E(instance.OperatorName)).Append("</p></div></body></html>").ToString();
    }

    private static void Amounts(StringBuilder h, Mail mail)
    {
        if (mail.Amounts is not { Count: > 0 } rows)
        {
            return;
        }
        h.Append("<table role=\"presentation\" style=\"width:100%;border-collapse:collapse;margin:0 0 16px\">");
        for (var i = 0; i < rows.Count; i++)
        {
            var style = i == rows.Count - 1 ? "border-top:3px double #807869;font-weight:600;" : "";
            h.Append("<tr><td style=\"padding:6px 0;").Append(style).Append("\">").Append(E(rows[i].Label));
            h.Append("</td><td style=\"padding:6px 0;text-align:right;")
                .Append(style)
                .Append("\">")
                .Append(E(rows[i].Amount))
                .Append("</td></tr>");
        }
        h.Append("</table>");
    }

    public static string Text(Mail mail, InstanceOptions instance)
    {
        var t = new StringBuilder().Append(mail.Subject).Append("\n\n");
        foreach (var paragraph in mail.Paragraphs)
        {
            t.Append(paragraph).Append("\n\n");
        }
        foreach (var (label, amount) in mail.Amounts ?? [])
        {
            t.Append(label).Append(": ").Append(amount).Append('\n');
        }
        if (mail.ButtonText is not null && mail.Path is not null)
        {
            t.Append('\n')
                .Append(mail.ButtonText)
                .Append(": ")
                .Append(instance.PublicUrl)
                .Append(mail.Path)
                .Append('\n');
        }
        t.Append("\n-- \n").Append(mail.Why is null ? "" : mail.Why + "\n");
        foreach (var (text, path) in mail.Links ?? [])
        {
            t.Append(text).Append(": ").Append(instance.PublicUrl).Append(path).Append('\n');
        }
        return t.Append(instance.OperatorName).Append('\n').ToString();
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
