//! What the site weighs on the wire, and what it may weigh.

use std::fmt::Write as _;
use std::num::NonZeroU64;

use anyhow::{Result, bail};

use crate::site::Site;

/// What WebAssembly, JavaScript and styles should weigh together at most, gzipped, in bytes.
const BUDGET_GZIP_BYTES: usize = 450_000;

/// What they must not weigh. The budget is not met: rules, editor and pages together are more than twice that, evenly
/// spread. Until it is, this holds what has been reached; lower it with each gain.
const LIMIT_GZIP_BYTES: usize = 1_085_000;

/// A file's size in bytes as it is and as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weight {
    path: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// The sizes of all files of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Weights(Vec<Weight>);

/// Adds `.gz` and `.br` siblings to the files that gain by them, and reports the sizes.
pub(crate) fn compress(site: &mut Site) -> Result<Weights> {
    let mut weights = Vec::new();
    let mut siblings = Vec::new();
    for (path, raw) in site.files() {
        let mut weight = Weight { path: path.to_owned(), raw: raw.len(), gzip: raw.len(), brotli: raw.len() };
        if is_compressible(path) {
            let (gzip, brotli) = (gzip(raw)?, brotli(raw)?);
            (weight.gzip, weight.brotli) = (gzip.len(), brotli.len());
            siblings.push((format!("{path}.gz"), gzip));
            siblings.push((format!("{path}.br"), brotli));
        }
        weights.push(weight);
    }
    for (path, content) in siblings {
        site.insert(path, content);
    }
    Ok(Weights(weights))
}

impl Weights {
    /// One line per file, largest first, and the total that has a budget.
    pub(crate) fn table(&self) -> String {
        let mut rows: Vec<&Weight> = self.0.iter().collect();
        rows.sort_by(|a, b| b.raw.cmp(&a.raw).then_with(|| a.path.cmp(&b.path)));
        let width = rows.iter().map(|row| row.path.len()).max().unwrap_or(0);
        let mut table = format!("{:width$}  {:>10}  {:>10}  {:>10}\n", "file", "raw", "gzip", "brotli");
        for Weight { path, raw, gzip, brotli } in rows {
            writeln!(table, "{path:width$}  {raw:>10}  {gzip:>10}  {brotli:>10}")
                .expect("writing to a string cannot fail");
        }
        let code = self.code_gzip_bytes();
        let percent = code * 100 / BUDGET_GZIP_BYTES;
        writeln!(table, "wasm + JS + CSS, gzipped: {code} bytes, {percent} % of the budget of {BUDGET_GZIP_BYTES}")
            .expect("writing to a string cannot fail");
        table
    }

    /// # Errors
    /// When the code weighs more than its limit.
    pub(crate) fn check_budget(&self) -> Result<()> {
        let code = self.code_gzip_bytes();
        if code > LIMIT_GZIP_BYTES {
            bail!(
                "wasm, JS and CSS weigh {code} bytes gzipped, {} more than the limit of {LIMIT_GZIP_BYTES}; \
                 look for a heavy dependency or feature (`cargo tree -p rehearsal-web -e features`)",
                code - LIMIT_GZIP_BYTES
            );
        }
        Ok(())
    }

    fn code_gzip_bytes(&self) -> usize {
        let is_code = |path: &str| ["wasm", "js", "css"].contains(&kind(path));
        self.0.iter().filter(|weight| is_code(&weight.path)).map(|weight| weight.gzip).sum()
    }
}

fn kind(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

/// Pictures and fonts are compressed by their own formats already.
fn is_compressible(path: &str) -> bool {
    const KINDS: [&str; 13] =
        ["css", "html", "ico", "js", "json", "md", "svg", "txt", "wasm", "webmanifest", "xml", "yaml", "yml"];
    KINDS.contains(&kind(path))
}

/// Written once and read by every visitor, so seconds of searching for a shorter stream are well spent.
fn gzip(raw: &[u8]) -> Result<Vec<u8>> {
    // More rounds than five were measured to gain nothing on the app.
    const ROUNDS: NonZeroU64 = NonZeroU64::new(5).expect("five is not zero");
    let options = zopfli::Options { iteration_count: ROUNDS, ..Default::default() };
    let mut compressed = Vec::new();
    zopfli::compress(options, zopfli::Format::Gzip, raw, &mut compressed)?;
    Ok(compressed)
}

fn brotli(raw: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: raw.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &raw[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(gzip: usize) -> Weights {
        let weight = |path: &str, gzip| Weight { path: path.to_owned(), raw: 2 * gzip, gzip, brotli: gzip };
        Weights(vec![weight("assets/app.wasm", gzip), weight("assets/app.js", 10), weight("picture.png", 900_000)])
    }

    #[test]
    fn only_code_counts_against_the_limit() {
        assert!(weights(LIMIT_GZIP_BYTES - 10).check_budget().is_ok());
    }

    #[test]
    fn one_byte_above_the_limit_fails_and_says_by_how_much() {
        let error = weights(LIMIT_GZIP_BYTES - 9).check_budget().expect_err("it is one byte too heavy");
        assert!(error.to_string().contains(", 1 more than the limit"), "{error}");
    }

    #[test]
    fn compressing_round_trips() {
        use std::io::Read as _;
        let text = "approve the gate, approve the gate, approve the gate".repeat(20);
        let mut back = String::new();
        let packed = gzip(text.as_bytes()).expect("memory is writable");
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut back).expect("it was just packed");
        assert_eq!(back, text);
        let mut back = Vec::new();
        let packed = brotli(text.as_bytes()).expect("memory is writable");
        brotli::BrotliDecompress(&mut &packed[..], &mut back).expect("it was just packed");
        assert_eq!(back, text.as_bytes());
    }
}
