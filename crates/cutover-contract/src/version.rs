use crate::words::words;

words! {
    /// A version of the deployment contract that is read and written here.
    ///
    /// ```
    /// use cutover_contract::ContractVersion;
    ///
    /// assert_eq!(ContractVersion::NEWEST.to_string(), "2.0");
    /// assert_eq!("1.1".parse(), Ok(ContractVersion::V1_1));
    /// assert!(ContractVersion::V1_0 < ContractVersion::V2_0);
    /// ```
    ContractVersion, "a supported version of the deployment contract" {
        /// Without static analysis.
        V1_0 = "1.0",
        /// With static analysis.
        V1_1 = "1.1",
        /// With the deployment itself, its failures and its artifacts.
        V2_0 = "2.0",
    }
}

impl ContractVersion {
    /// What is written unless somebody asks for less.
    pub const NEWEST: Self = Self::V2_0;
}
