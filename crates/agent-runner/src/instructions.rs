use async_trait::async_trait;

use crate::hooks::Scene;

/// Writes what an agent is told, anew for each turn.
#[async_trait]
pub trait Instructions<Cx>: Send + Sync {
    /// Returns the text; an empty one adds nothing.
    ///
    /// # Errors
    /// The run ends as [`RunError::Stopped`](crate::RunError::Stopped), for this reason: an agent does not act
    /// without what it should have been told.
    async fn write(&self, scene: Scene<Cx>) -> Result<String, String>
    where
        Cx: Send + Sync;
}

/// An async function.
pub(crate) struct WrittenBy<F>(pub(crate) F);

#[async_trait]
impl<Cx, F, Writing> Instructions<Cx> for WrittenBy<F>
where
    F: Fn(Scene<Cx>) -> Writing + Send + Sync,
    Writing: Future<Output = Result<String, String>> + Send,
    Cx: Send + Sync + 'static,
{
    async fn write(&self, scene: Scene<Cx>) -> Result<String, String> {
        (self.0)(scene).await
    }
}
