use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The most that is read of one file. What a document or a schema may have is less, and said by its reader.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    #[error("could not read {file}")]
    Unreadable { file: String, source: io::Error },
    #[error("{file} has more than {MAX_BYTES} bytes, which no document here may have")]
    TooLarge { file: String },
}

/// What people call a file: its path, or `-`.
pub(crate) fn name(file: &Path) -> String {
    file.display().to_string()
}

/// The bytes of a file, or of standard input for `-`. Never takes more memory than [`MAX_BYTES`].
pub(crate) fn bytes(file: &Path) -> Result<Vec<u8>, InputError> {
    let unreadable = |source| InputError::Unreadable {
        file: name(file),
        source,
    };
    let mut bytes = Vec::new();
    let limit = MAX_BYTES + 1;
    let read = if file == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(file)
            .map_err(unreadable)?
            .take(limit)
            .read_to_end(&mut bytes)
    };
    read.map_err(unreadable)?;
    if bytes.len() as u64 == limit {
        return Err(InputError::TooLarge { file: name(file) });
    }
    Ok(bytes)
}
