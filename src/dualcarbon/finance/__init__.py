"""Cash flows of one thing: present value, rates of return, payback, marginal cost."""
