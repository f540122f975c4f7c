"""From text to notebooks: modules/ in; course/, solutions/ and exercises/ out."""
