//! Archives of text files, uncompressed: what "Download all logs" gives.
//!
//! The format is PKWARE's `APPNOTE.TXT`: a header before each file, a directory after the last.

/// Zip archives count their files in 16 bits, sizes and places in 32; this is far below both.
const FILES_MAX: usize = 10_000;

/// An archive of files, each a path and a text. More than ten thousand are left out.
pub(crate) fn archive(files: &[(String, String)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let files = &files[..files.len().min(FILES_MAX)];
    for (path, text) in files {
        let place = small(archive.len());
        let entry = entry(path, text);
        archive.extend(b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(path.as_bytes());
        archive.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION);
        directory.extend(&entry);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(place.to_le_bytes());
        directory.extend(path.as_bytes());
    }
    let (place, size) = (small(archive.len()), small(directory.len()));
    let [low, high, ..] = small(files.len()).to_le_bytes();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([low, high, low, high]);
    archive.extend(size.to_le_bytes());
    archive.extend(place.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

/// Version 2.0 of the format.
const VERSION: [u8; 2] = [20, 0];

/// What stands about a file both before it and in the directory.
fn entry(path: &str, text: &str) -> Vec<u8> {
    let mut entry = VERSION.to_vec();
    // Names are UTF-8; stored as it is; midnight of 1 January 1980, since runs have their own clock.
    entry.extend([0, 8, 0, 0, 0, 0, 33, 0]);
    entry.extend(checksum(text.as_bytes()).to_le_bytes());
    entry.extend(small(text.len()).to_le_bytes());
    entry.extend(small(text.len()).to_le_bytes());
    entry.extend(&small(path.len()).to_le_bytes()[..2]);
    entry.extend([0; 2]);
    entry
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// CRC-32 of the format.
fn checksum(bytes: &[u8]) -> u32 {
    let table: Vec<u32> = (0..256_u32)
        .map(|byte| (0..8).fold(byte, |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 }))
        .collect();
    let fold = |sum: u32, &byte: &u8| table[usize::from(sum.to_le_bytes()[0] ^ byte)] ^ (sum >> 8);
    !bytes.iter().fold(u32::MAX, fold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_every_other_program() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn an_archive_begins_with_a_file_and_ends_with_how_many_there_are() {
        let files = [("QA/1_Größe.log".to_owned(), "one\n".to_owned()), ("b.log".to_owned(), String::new())];
        let archive = archive(&files);
        assert!(archive.starts_with(b"PK\x03\x04"));
        let end = archive.len() - 22;
        assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
        assert_eq!(&archive[end + 8..end + 12], [2, 0, 2, 0]);
        let read = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().expect("four bytes")) as usize;
        let (size, place) = (read(end + 12), read(end + 16));
        assert_eq!(place + size, end, "the directory stands between the files and the end");
        assert_eq!(&archive[place..place + 4], b"PK\x01\x02");
    }
}
