/// An async closure whose future can be named, and so required to be `Send`.
///
/// Every `AsyncFnOnce` is one.
pub(crate) trait Unit<A, R>: AsyncFnOnce(A) -> R {
    type Fut: Future<Output = R>;

    fn run(self, argument: A) -> Self::Fut;
}

impl<F, A, R, Fut> Unit<A, R> for F
where
    F: AsyncFnOnce(A) -> R + FnOnce(A) -> Fut,
    Fut: Future<Output = R>,
{
    type Fut = Fut;

    fn run(self, argument: A) -> Fut {
        self(argument)
    }
}
