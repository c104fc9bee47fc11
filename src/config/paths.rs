//! Where squelch keeps its files.

use std::path::{Path, PathBuf};

/// The files and folders of one person's squelch.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Paths {
    /// The config file, which need not exist.
    pub config: PathBuf,
    /// Folder of the store and its index.
    pub data: PathBuf,
    /// Folder of the log.
    pub state: PathBuf,
}

/// The operating system names no home folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no home folder is known; set SQUELCH_CONFIG and SQUELCH_DATA_DIR, or give --config and --data-dir"
)]
pub struct NoHome;

impl Paths {
    /// Returns the paths: what was asked for, else the environment's `SQUELCH_CONFIG` and `SQUELCH_DATA_DIR`, else
    /// the system's usual places.
    ///
    /// With a data folder of its own (asked for or from the environment) the log is in it too, so that a second
    /// squelch leaves nothing elsewhere.
    ///
    /// # Errors
    /// [`NoHome`] when a path is neither given nor known to the system.
    pub fn find(
        config: Option<PathBuf>,
        data: Option<PathBuf>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, NoHome> {
        let given = |name: &str| {
            variable(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let config = config.or_else(|| given("SQUELCH_CONFIG"));
        let data = data.or_else(|| given("SQUELCH_DATA_DIR"));
        if let (Some(config), Some(data)) = (&config, &data) {
            return Ok(Self {
                config: config.clone(),
                state: data.clone(),
                data: data.clone(),
            });
        }
        let home = directories::ProjectDirs::from("", "", "squelch").ok_or(NoHome)?;
        Ok(Self {
            config: config.unwrap_or_else(|| home.config_dir().join("config.toml")),
            state: data.clone().unwrap_or_else(|| {
                home.state_dir()
                    .unwrap_or_else(|| home.data_local_dir())
                    .to_owned()
            }),
            data: data.unwrap_or_else(|| home.data_dir().to_owned()),
        })
    }

    pub fn store(&self) -> PathBuf {
        self.data.join("squelch.db")
    }

    /// The search index: a folder.
    pub fn index(&self) -> PathBuf {
        self.data.join("index")
    }

    pub fn log(&self) -> PathBuf {
        self.state.join("squelch.log")
    }

    /// Returns where a theme of the person's own would be, beside the config file.
    ///
    /// `None` for names that are not plain file names.
    pub fn theme(&self, name: &str) -> Option<PathBuf> {
        let is_plain = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let folder = self.config.parent().unwrap_or(Path::new("."));
        is_plain.then(|| folder.join("themes").join(format!("{name}.toml")))
    }
}

/// Returns a path a person wrote; `~` at its beginning means the home folder, as in a shell.
pub fn expand(path: &str) -> PathBuf {
    let Some(home) = std::env::var_os("HOME").map(PathBuf::from) else {
        return PathBuf::from(path);
    };
    match path.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None if path == "~" => home,
        None => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn what_is_asked_for_wins_over_the_environment() {
        let variable = |name: &str| Some(format!("/env/{name}"));
        let paths = Paths::find(Some("/asked/c.toml".into()), None, variable).unwrap();
        assert_eq!(paths.config, Path::new("/asked/c.toml"));
        assert_eq!(paths.store(), Path::new("/env/SQUELCH_DATA_DIR/squelch.db"));
        assert_eq!(paths.log(), Path::new("/env/SQUELCH_DATA_DIR/squelch.log"));
    }

    #[test]
    fn empty_variables_count_as_unset() {
        let empty = |_: &str| Some(String::new());
        assert_eq!(
            Paths::find(None, Some("/d".into()), empty),
            Paths::find(None, Some("/d".into()), nothing)
        );
    }

    #[test]
    fn a_theme_name_cannot_leave_its_folder() {
        let paths = Paths::find(Some("/c/config.toml".into()), Some("/d".into()), nothing).unwrap();
        assert_eq!(paths.theme("mine"), Some("/c/themes/mine.toml".into()));
        assert_eq!(paths.theme("../mine"), None);
        assert_eq!(paths.theme(""), None);
    }
}
