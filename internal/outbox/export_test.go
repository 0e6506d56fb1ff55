package outbox

import "context"

// Claim claims one message as the worker would and then leaves it, as a worker does that is killed.
func Claim(w *Worker, topic string) (int, error) {
	taken, err := claim(context.Background(), w.db, []string{topic}, 1, w.lease())
	return len(taken), err
}
